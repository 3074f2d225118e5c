"""Chooses comments that stand for what was said: the most ordinary first, then each as unlike the others as can be."""

import re
from zlib import crc32

from app.classifier.normalise import fold

SHORTEST, LONGEST = 25, 420
# Two that share more of their letter groups than this say the same.
ALIKE = 0.45
_GROUP = 4
_LINKS = re.compile(r"https?://\S+|[@#]\w+")


def fit(text):
    """Whether a text can stand alone: long enough to say something, short enough to be read."""
    told = _LINKS.sub("", text).strip()
    return SHORTEST <= len(told) and len(text) <= LONGEST and letters(told) > 0.6 * len(told)


def letters(text):
    return sum(char.isalpha() or char.isspace() for char in text)


def marks(text):
    """A text as the set of its letter groups, hashed: what two texts are compared by."""
    folded = " ".join(fold(text).split())
    return frozenset(
        crc32(folded[at : at + _GROUP].encode()) for at in range(len(folded) - _GROUP + 1)
    )


def alike(one, other):
    """How much two texts share, from nothing (0) to everything (1)."""
    return len(one & other) / (min(len(one), len(other)) or 1)


def spread(texts, most):
    """The places of up to `most` texts that differ from each other, the most ordinary one first."""
    marked = [marks(text) for text in texts]
    if not marked:
        return []
    chosen = [ordinary(marked)]
    nearest = [alike(each, marked[chosen[0]]) for each in marked]
    while len(chosen) < most:
        furthest = min(range(len(marked)), key=lambda at: (nearest[at], at))
        if nearest[furthest] >= ALIKE:
            break
        chosen.append(furthest)
        nearest = [
            max(near, alike(each, marked[furthest]))
            for near, each in zip(nearest, marked, strict=True)
        ]
    return chosen


def ordinary(marked, sample=60):
    """The text that shares most with the others: what many say, not what one shouts."""
    others = marked[:: max(1, len(marked) // sample)]
    return max(
        range(len(marked)), key=lambda at: (sum(alike(marked[at], each) for each in others), -at)
    )
