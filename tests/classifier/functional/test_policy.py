"""The examples by which the team judges are the same in each guide, and the model mostly judges as they do."""

import re

import pytest

from app.classifier.labels import LABELS, flagged
from app.classifier.model import load
from config import LOCALES, ROOT

ROW = re.compile(r"^\| (.+) \| (.+) \| (.+) \|$", re.MULTILINE)
LEAST_RIGHT = {"toxic": 0.85, "question": 0.9, "complaint": 0.75, "urgent": 0.85, "spam": 0.95}


def examples(language):
    """(comment, labels) of each row under the headings of languages."""
    text = (ROOT / "docs" / "guides" / language / "policy.md").read_text("utf-8")
    tables = re.split(r"^### ", text, flags=re.MULTILINE)[1:]
    rows = [row for part in tables for row in ROW.findall(part)[1:]]
    return [(comment, labels) for comment, labels, _why in rows]


def test_every_guide_gives_the_same_examples_with_the_same_labels():
    said = {language: dict(examples(language)) for language in LOCALES}
    assert {len(each) for each in said.values()} == {72}
    assert set(said["fr"]) == set(said["ar"]) == set(said["en"])
    names = {(en, said["fr"][text], said["ar"][text]) for text, en in said["en"].items()}
    assert len(names) == len({en for en, _, _ in names})


@pytest.mark.parametrize("label", LEAST_RIGHT)
def test_the_model_mostly_judges_as_the_policy_does(label):
    rows = examples("en")
    looks = load().look([comment for comment, _ in rows])
    right = [
        (label in labels.split(", ")) == (label in flagged(look.scores, language=look.language))
        for (_, labels), look in zip(rows, looks, strict=True)
    ]
    assert sum(right) / len(right) >= LEAST_RIGHT[label]


def test_the_policy_speaks_of_labels_there_are():
    said = {name for _, labels in examples("en") for name in labels.split(", ")}
    assert said - {"none"} == set(LABELS)
