"""How well places are recognised: precision and recall on texts that a person labelled."""

import csv
import hashlib
from collections import Counter
from pathlib import Path

from app.territories.gazetteer import entries
from app.territories.recognise import places_in


class Unlabelled(ValueError):
    """A file that nothing can be measured on, and why."""


def read_labelled(path, texts=None):
    """(text, its places, those one may say or not) of a CSV with `places`, and `text` or the `hash` of one."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    if not rows or "places" not in rows[0] or not {"text", "hash"} & set(rows[0]):
        raise Unlabelled(f"{path}: needs the columns places, and text or hash")
    known = texts_by_hash(texts) if texts else {}
    for row in rows:
        text = row.get("text") or known.get(row.get("hash"))
        if text is not None:
            yield text, codes(row["places"], path), codes(row.get("perhaps") or "", path)


def codes(field, path):
    found = {part.strip() for part in field.split("|") if part.strip()}
    if lost := found - set(entries()):
        raise Unlabelled(f"{path}: no such place: {', '.join(sorted(lost))}")
    return found


def texts_by_hash(folder):
    """The texts of every CSV of a folder, by the hash that stands for one where it may not be repeated."""
    found = {}
    for path in sorted(Path(folder).rglob("*.csv")):
        with open(path, encoding="utf-8-sig", newline="") as file:
            found |= {
                hash_of(row["text"]): row["text"] for row in csv.DictReader(file) if row.get("text")
            }
    return found


def hash_of(text):
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def measure(labelled):
    """Counts over the texts: what was found rightly, wrongly, and what was not."""
    counts, wrong = Counter(), []
    for text, wanted, perhaps in labelled:
        found = set(places_in(text))
        extra, missed = found - wanted - perhaps, wanted - found
        counts += Counter(texts=1, naming=bool(wanted), right=len(found & wanted),
                          wrong=len(extra), missed=len(missed))  # fmt: skip
        if extra or missed:
            wrong.append((text, sorted(extra), sorted(missed)))
    return counts, wrong


def share(part, other):
    return part / (part + other) if part + other else 1.0
