"""How alike texts are, by their consonants: the same for Arabizi and Arabic script, and after small edits.

The web process never comes here: numpy is the workers'.
"""

import re
from dataclasses import dataclass

import numpy as np

from app.classifier.features import fold
from app.classifier.skeleton import SKELETON, digraphs
from app.lib.text import script_of

BANDS, MARKS = 12, 64
FINDS, TELLS = (
    4,
    3,
)  # consonants read together: to find the like of a text, and to tell how like it is
FEWEST = (
    14  # consonants, below which a comment says too little ("merci", "+1") to be anybody's copy
)
SHORT = 24
LEAST, LEAST_ACROSS, MORE_WHEN_SHORT = 0.5, 0.42, 0.1

_SMALL = frozenset("el al il l le la les url".split())
_ARTICLE = re.compile(r"^(?:[وف]?[بكعمهف]?ال|[وف]?لل)(?=\w\w\w)")
_SPACE = ord(" ")
_ODD = np.uint64(0x100000001B3)
_MIX = np.uint64(0x9E3779B97F4A7C15)
_WAYS = np.cumprod(np.full(MARKS, _MIX)) | np.uint64(1)


@dataclass(frozen=True, slots=True)
class Sketch:
    """What a text says, in few numbers: under which keys its like is found, and marks to tell by."""

    keys: tuple
    marks: bytes
    script: str
    length: int


def sketches(texts):
    """A sketch of each text, None where it says too little."""
    codes, owners = consonants(texts)
    lengths = np.bincount(owners, minlength=len(texts))
    said = np.flatnonzero(lengths >= FEWEST)
    chosen = np.isin(owners, said)
    codes, owners = codes[chosen], owners[chosen]
    keys = bands(smallest(codes, owners, FINDS, 2 * BANDS))
    marks = (smallest(codes, owners, TELLS, MARKS) & np.uint64(255)).astype(np.uint8)
    found = [None] * len(texts)
    for place, number in enumerate(said):
        script = script_of(texts[number])
        one = Sketch(tuple(keys[place]), marks[place].tobytes(), script, int(lengths[number]))
        found[number] = one
    return found


def likeness(one, marks):
    """How like a sketch others are, 0 to 1: the share of equal marks, near the share of what both say."""
    others = np.frombuffer(b"".join(marks), np.uint8).reshape(-1, MARKS)
    return (others == np.frombuffer(one.marks, np.uint8)).mean(axis=1)


def least(one, scripts):
    """From which likeness others say nearly the same; another script spells a little apart."""
    more = MORE_WHEN_SHORT if one.length < SHORT else 0
    same = np.array([script == one.script for script in scripts])
    return np.where(same, LEAST, LEAST_ACROSS) + more


def consonants(texts):
    """The consonants of every text in a row, and whose each is: words joined, articles left out, nothing doubled."""
    bare = [digraphs(" ".join(map(_bare, fold(text).split()))) + " " for text in texts]
    codes = np.frombuffer("".join(bare).encode("utf-32-le", "ignore"), np.uint32)
    owners = np.repeat(np.arange(len(bare)), [len(text) for text in bare])
    codes = SKELETON[np.minimum(codes, len(SKELETON) - 1)]
    kept = (codes != 0) & (codes != _SPACE)
    codes, owners = codes[kept], owners[kept]
    again = np.zeros(len(codes), bool)
    again[1:] = (codes[1:] == codes[:-1]) & (owners[1:] == owners[:-1])
    return codes[~again].astype(np.uint64), owners[~again]


def _bare(word):
    if word in _SMALL:
        return ""
    return _ARTICLE.sub("", word).removesuffix("ه").removesuffix("h")


def smallest(codes, owners, length, ways):
    """For each text, the smallest of its groups of consonants in each of so many orders."""
    if not len(codes):
        return np.zeros((0, ways), np.uint64)
    groups = codes
    for more in range(1, length):
        groups = groups[:-1] * _ODD + codes[more:]
    whole = owners[: len(groups)] == owners[length - 1 :]
    groups, whose = groups[whole], owners[: len(groups)][whole]
    starts = np.flatnonzero(np.r_[True, whose[1:] != whose[:-1]])
    orders = groups[None, :] * _WAYS[:ways, None]
    orders = ((orders ^ (orders >> np.uint64(31))) * _MIX) >> np.uint64(32)
    return np.minimum.reduceat(orders, starts, axis=1).T


def bands(numbers):
    """Whole numbers that fit a column, one for each pair of smallest groups."""
    pairs = (numbers[:, 0::2] << np.uint64(32)) | numbers[:, 1::2]
    mixed = pairs * _MIX + np.arange(pairs.shape[1], dtype=np.uint64)
    return (mixed * _MIX).astype(np.int64).tolist()
