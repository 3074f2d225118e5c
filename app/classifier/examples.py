"""What the classifier learns from: the public sets, our own seed rows, a stranger's CSV."""

import csv
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

from app.lib.text import normalise, script_of

SEED = Path(__file__).parent / "seed"
_SPAM = ("spam_", "youtube_spam")
HELD_BACK = 5  # one text in so many is never learned from


@dataclass(frozen=True)
class Example:
    set: str
    text: str
    language: str
    script: str
    labels: dict

    @property
    def held_back(self):
        """Decided by the text alone, so that it is the same on every machine and every day."""
        return crc32(normalise(self.text).encode()) % HELD_BACK == 0


def read_sets(folder):
    """Every set of a folder: `<set>/train.csv`, or plain CSV files of one's own."""
    folder = Path(folder)
    found = sorted(folder.glob("*/train.csv")) + sorted(folder.glob("*.csv"))
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
        for row in csv.DictReader(file):
            if row.get("text"):
                yield _example(row, name)


def _example(row, name):
    labels = {
        key: int(value)
        for key, value in row.items()
        if key in ("toxic", "question", "urgent") and value in ("0", "1")
    }
    if row.get("kind") == "spam" or name.startswith(_SPAM):
        labels.pop("toxic", None)  # some sets call spam toxic; it insults nobody
    language = row.get("language") or row.get("lang") or ""
    script = row.get("script") or script_of(row["text"])
    return Example(name, row["text"], language, script, labels)
