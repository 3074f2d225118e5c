"""The seed rows keep one shape, and their labels keep to our line."""

import csv
import re
from collections import Counter

import pytest

from app.classifier.examples import SEED
from app.lib.text import normalise

LABELS = "toxic hate threat insult obscene spam question complaint urgent".split()
KINDS = ("hate", "threat", "insult", "obscene")
COLUMNS = ["text", "language", *LABELS, "sentiment", "theme", "target"]
FILES = sorted(SEED.glob("*.csv"))


def rows_of(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def core(text):
    """What is left when case, accents, punctuation and emojis are taken away."""
    return " ".join(re.findall(r"\w+", normalise(text))) or text


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def rows(request):
    return rows_of(request.param)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_file_has_the_same_columns_in_the_same_order(path):
    with open(path, encoding="utf-8", newline="") as file:
        assert next(csv.reader(file)) == COLUMNS


def test_no_value_is_missing_or_unheard_of(rows):
    for row in rows:
        assert None not in row and row["text"].strip(), row
        assert all(row[label] in ("0", "1") for label in LABELS), row
        assert row["sentiment"] in ("neg", "neu", "pos"), row
        assert row["language"] in ("fr", "ar", "en", "tn", "mixed"), row
        assert re.fullmatch("[a-z]+(-[a-z]+)*", row["theme"]), row
        assert re.fullmatch("([a-z]+(-[a-z]+)*)?", row["target"]), row


def test_toxic_is_said_of_a_row_when_and_only_when_one_of_its_kinds_is(rows):
    odd = [row for row in rows if (row["toxic"] == "1") != any(row[kind] == "1" for kind in KINDS)]
    assert not odd


def test_hate_names_whom_it_is_aimed_at(rows):
    assert not [row["text"] for row in rows if row["hate"] == "1" and not row["target"]]


def test_criticism_thanks_and_quotes_are_never_toxic(rows):
    civil = {"criticism", "thanks", "neutral-identity", "counter-speech", "quoted", "reclaimed"}
    assert not [row["text"] for row in rows if row["theme"] in civil and row["toxic"] == "1"]


def test_no_sentence_is_said_twice_in_all_files():
    said = Counter(core(row["text"]) for path in FILES for row in rows_of(path))
    assert not [text for text, times in said.items() if times > 1]
