"""What the shipped model is at least worth on sentences written to try it, never learned from."""

import csv
from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import f1_score, roc_auc_score

from app.classifier.evaluation import Judged
from app.classifier.examples import read_file
from app.classifier.model import load

HERE = Path(__file__).parent
LANGUAGES = {
    "fr": ("fr", "latn"),
    "ar": ("ar", "arab"),
    "derja": ("tn", "arab"),
    "arabizi": ("tn", "latn"),
    "en": ("en", "latn"),
}
# Hate, by what the sentence does: macro-F1 of toxic and of hate.
HATE = {"fr": (0.74, 0.74), "ar": (0.70, 0.73)}
# Civic comments: macro-F1 of toxic, AUC of toxic, complaint, question, urgent and spam.
CIVIC = {
    "fr": (0.87, 0.95, 0.93, 0.98, 0.97, 0.98),
    "ar": (0.84, 0.93, 0.88, 0.97, 0.96, 0.94),
    "derja": (0.83, 0.95, 0.85, 0.96, 0.97, 0.97),
    "arabizi": (0.81, 0.88, 0.86, 0.95, 0.92, 0.98),
    "en": (0.83, 0.91, 0.84, 0.94, 0.89, 0.98),
}
CIVIL_WRONGLY_FLAGGED = 0.03


@pytest.fixture(scope="module")
def model():
    return load()


@pytest.fixture(scope="module")
def civic(model):
    return Judged(model, read_file(HERE / "civic.csv", "civic"))


@pytest.mark.parametrize("language", HATE)
def test_hate_is_told_from_what_only_looks_like_it(model, language):
    judged = Judged(model, read_file(HERE / f"hate_{language}.csv", "hate"))

    for label, floor in zip(("toxic", "hate"), HATE[language], strict=True):
        truth, scores, least = judged.of(label)
        assert f1_score(truth, scores >= least, average="macro") >= floor, label


@pytest.mark.parametrize("language", CIVIC)
def test_what_citizens_write_is_sorted_as_the_team_would(civic, language):
    toxic, *orders = CIVIC[language]
    truth, scores, least = civic.of("toxic", written_in(language))
    assert f1_score(truth, scores >= least, average="macro") >= toxic

    labels = ("toxic", "complaint", "question", "urgent", "spam")
    for label, floor in zip(labels, orders, strict=True):
        truth, scores, _ = civic.of(label, written_in(language))
        assert roc_auc_score(truth, scores) >= floor, label


def written_in(language):
    return lambda each: (each.language, each.script) == LANGUAGES[language]


def test_harsh_criticism_and_complaints_are_seldom_called_toxic(civic):
    _, scores, least = civic.of("toxic", lambda each: each.theme in ("criticism", "complaint"))
    assert np.mean(scores >= least) <= CIVIL_WRONGLY_FLAGGED


@pytest.mark.parametrize("name", ["hate_fr", "hate_ar", "civic"])
def test_the_command_line_judges_these_files(app, name):
    told = app.test_cli_runner().invoke(args=["classifier", "evaluate", str(HERE / f"{name}.csv")])
    assert told.exit_code == 0, told.output
    assert "| toxic | rows |" in told.output


def test_the_sentences_are_many_different_and_none_of_the_seed():
    from app.classifier.examples import read_seed

    learned = {each.text for each in read_seed()}
    for name, least in (("hate_fr", 330), ("hate_ar", 330), ("civic", 500)):
        with open(HERE / f"{name}.csv", encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        texts = {(row["language"], row["text"]) for row in rows}
        assert len(texts) == len(rows) >= least
        assert not learned & {row["text"] for row in rows if len(row["text"]) > 25}
