"""How alike texts are, by their consonants: the same for Arabizi and Arabic script, and after small edits.

The web process never comes here: numpy is the workers'.
"""

import re

import numpy as np

from app.classifier.features import fold
from app.classifier.skeleton import SKELETON, digraphs
from app.lib.text import script_of

KEYS, MARKS = 12, 64
FINDS, TELLS = (
    4,
    3,
)  # consonants read together: to find the like of a text, and to tell how like it is
FEWEST = (
    14  # consonants, below which a comment says too little ("merci", "+1") to be anybody's copy
)
SHORT = 24
LEAST, LEAST_ACROSS, MORE_WHEN_SHORT = 0.5, 0.42, 0.1
SCRIPTS = ("", "arab", "latn", "mixed")

# What a text says, in few numbers: under which keys its like is found, and marks to tell by.
SKETCH = np.dtype(
    [
        ("id", "<i8"),
        ("keys", "<u4", (KEYS,)),
        ("marks", "u1", (MARKS,)),
        ("script", "u1"),
        ("short", "u1"),
    ]
)

_SMALL = frozenset("el al il l le la les url".split())
_ARTICLE = re.compile(r"^(?:[وف]?[بكعمهف]?ال|[وف]?لل)(?=\w\w\w)")
_SPACE = ord(" ")
_ODD = np.uint64(0x100000001B3)
_MIX = np.uint64(0x9E3779B97F4A7C15)
_WAYS = np.cumprod(np.full(MARKS, _MIX)) | np.uint64(1)


def sketched(comments):
    """Sketches of (id, text), in the order of the ids, of those that say enough."""
    comments = sorted(comments)
    texts = [text for _, text in comments]
    codes, owners = consonants(texts)
    lengths = np.bincount(owners, minlength=len(texts))
    said = np.flatnonzero(lengths >= FEWEST)
    chosen = np.isin(owners, said)
    codes, owners = codes[chosen], owners[chosen]
    found = np.zeros(len(said), SKETCH)
    found["id"] = [comments[place][0] for place in said]
    found["keys"] = keys_of(smallest(codes, owners, FINDS, 2 * KEYS))
    found["marks"] = smallest(codes, owners, TELLS, MARKS) & np.uint64(255)
    found["script"] = [SCRIPTS.index(script_of(texts[place])) for place in said]
    found["short"] = lengths[said] < SHORT
    return found


def likeness(some, others):
    """How much each sketch is above (or, negative, below) saying nearly the same as its partner; and how like it is.

    Likeness is the share of equal marks, which is near the share of what both say.
    """
    like = (some["marks"] == others["marks"]).mean(axis=1)
    least = np.where(some["script"] == others["script"], LEAST, LEAST_ACROSS)
    return like - least - MORE_WHEN_SHORT * (some["short"] | others["short"]), like


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


def keys_of(numbers):
    """One number for each pair of smallest groups; the same pair in another place is another number."""
    pairs = (numbers[:, 0::2] << np.uint64(32)) | numbers[:, 1::2]
    mixed = (pairs + np.arange(KEYS, dtype=np.uint64)) * _MIX
    return ((mixed ^ (mixed >> np.uint64(29))) * _MIX >> np.uint64(32)).astype(np.uint32)
