"""What the classifier learns from: the public sets, our own seed rows, a stranger's CSV."""

import csv
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

from app.classifier.labels import LABELS, SENTIMENTS
from app.lib.text import normalise, script_of

SEED = Path(__file__).parent / "seed"
HELD_BACK = 5  # one text in so many is never learned from
_KINDS = ("hate", "threat", "insult", "obscene")
# What a set's kinds rule out: it was annotated for these too, and this row was not called so.
_NOT = {
    "hate": ("threat",),
    "insult": ("hate", "threat", "obscene"),
    "obscene": ("hate", "threat"),
    "threat": ("hate", "obscene"),
    "spam": (),
}
_ONLY_HATE = ("ftr",)  # what it calls fine may be rude all the same


class Unreadable(ValueError):
    """A file that nothing can be learned from, and why."""


@dataclass(frozen=True)
class Example:
    set: str
    text: str
    language: str
    script: str
    labels: dict
    theme: str = ""
    copy: bool = False  # told of another group than the one that was written of

    @property
    def held_back(self):
        """Decided by the text alone, so that it is the same on every machine and every day."""
        return crc32(normalise(self.text).encode()) % HELD_BACK == 0


def read_sets(folder):
    """Every set of a folder: `<set>/train.csv`, or plain CSV files of one's own."""
    folder = Path(folder)
    found = sorted(folder.glob("*/train.csv")) + sorted(folder.glob("*.csv"))
    if not found:
        raise Unreadable(f"{folder}: no <set>/train.csv and no *.csv in it")
    return [
        example
        for path in found
        for example in read_file(path, path.parent.name if path.name == "train.csv" else path.stem)
    ]


def read_seed():
    return [each for path in sorted(SEED.glob("*.csv")) for each in read_file(path, "seed")]


def read_file(path, name):
    """Rows of one CSV with a `text`, any labels as 0 or 1, and `language` (or `lang`)."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        if "text" not in (rows.fieldnames or ()):
            raise Unreadable(f"{path}: no column called text in its first line")
        try:
            for row in rows:
                if row.get("text"):
                    yield _example(row, name, f"{path}, line {rows.line_num}")
        except (UnicodeDecodeError, csv.Error) as wrong:
            raise Unreadable(f"{path}, line {rows.line_num}: {wrong}") from wrong


def _example(row, name, place):
    labels = {key: _yes_or_no(row[key], key, place) for key in LABELS if row.get(key)}
    labels |= _kinds(row.get("kind"), labels, name)
    if row.get("sentiment"):
        labels["sentiment"] = _sentiment(row["sentiment"], place)
    language = row.get("language") or row.get("lang") or ""
    script = row.get("script") or script_of(row["text"])
    return Example(name, row["text"], language, script, labels, row.get("theme") or "")


def _kinds(kind, labels, name):
    """What the one kind a set gives a row says of each label."""
    if kind == "spam" or "youtube_spam" in name:
        spam = labels.pop("toxic", 1)  # some sets call spam toxic; it insults nobody
        return {"spam": spam}
    if kind in _KINDS:
        return {kind: 1} | dict.fromkeys(_NOT[kind], 0)
    if labels.get("toxic") == 0:
        return dict.fromkeys(("hate",) if name in _ONLY_HATE else _KINDS, 0) | {
            one: labels[one] for one in _KINDS if one in labels
        }
    return {}


def _yes_or_no(value, key, place):
    if value not in ("0", "1"):
        raise Unreadable(f"{place}: {key} must be 0, 1 or empty")
    return int(value)


def _sentiment(value, place):
    if value not in SENTIMENTS:
        raise Unreadable(f"{place}: sentiment must be neg, neu, pos or empty")
    return value
