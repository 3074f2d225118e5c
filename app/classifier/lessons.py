"""Who learns from which row, and how much each row weighs."""

from zlib import crc32

import numpy as np

from app.classifier.columns import VARIETIES, variety_of
from app.classifier.labels import LABELS, SENTIMENTS

_MOST = 8_000  # a set counts as its rows, up to this many
_FEWER = {"davidson_en": 3_000, "mlma_en": 1_000, "fqb_fr": 600, "spam_ar": 1_000}
_SEED = 3.0  # a seed row counts as so many: few, but the ones that draw our line
_COPY = 0.4  # of that, one told of another group
_SUPPOSED = 0.5  # a row that nobody annotated for a label which is rare
# One in so many rows of the other sets is supposed not to be what hardly any comment is.
_RARE = {"spam": 4, "urgent": 8, "question": 8}
_ASKS = ("?", "؟")


def answer_of(example, head):
    """What a row says of a head: 1, 0, or None where it says nothing."""
    if example.copy and (head not in LABELS or LABELS[head].signal != "toxic"):
        return None  # told again for the sake of the names in it, and of nothing else
    if head in VARIETIES:
        known = variety_of(example)
        return known and int(known == head)
    if head in SENTIMENTS:
        mood = example.labels.get("sentiment")
        return None if mood is None else int(mood == head)
    if head in example.labels:
        return example.labels[head]
    return 0 if _supposed_not(example, head) else None


def known_for(column, rows):
    """The rows a column learns from, and their answers."""
    pairs = [
        (at, answer)
        for at, each in enumerate(rows)
        if column.belongs(each) and (answer := answer_of(each, column.head)) is not None
    ]
    places, answers = zip(*pairs, strict=True) if pairs else ((), ())
    return np.array(places, dtype=int), np.array(answers, dtype=int)


def weigh(rows, head):
    """A set as strong as its rows, up to a limit; our own rows stronger."""
    sets = np.array([each.set for each in rows])
    weights = np.ones(len(rows))
    for name in set(sets.tolist()):
        chosen = sets == name
        most = _FEWER.get(name, _MOST)
        weights[chosen] = _SEED if name == "seed" else min(1.0, most / chosen.sum())
    for at, each in enumerate(rows):
        if each.copy:
            weights[at] *= _COPY
        elif head in _RARE and head not in each.labels:
            weights[at] *= _SUPPOSED
    return weights


def _supposed_not(example, head):
    if head not in _RARE or "toxic" not in example.labels or example.set == "seed":
        return False
    if head == "question" and any(mark in example.text for mark in _ASKS):
        return False
    return crc32(f"{head} {example.text}".encode()) % _RARE[head] == 0
