"""Consonants alone, the same for Arabizi and for Arabic script, so that each learns from the other."""

import re

import numpy as np

_DIGRAPHS = {
    "ch": "ش", "sh": "ش", "kh": "خ", "gh": "غ", "th": "ث", "dh": "ذ", "ph": "f", "ou": "w",
    "5": "خ", "7": "ح", "9": "ق", "3": "ع", "8": "غ", "2": "ا", "6": "ط",
}  # fmt: skip
_LETTERED = re.compile("ch|sh|kh|gh|th|dh|ph|ou|(?:(?<=[a-z])[2356789])|(?:[2356789](?=[a-z]))")

_ALIKE = [
    "bبپp", "tتط", "ث", "jج", "hهح", "خ", "dدضذظ", "rر", "zز", "sسصç", "شx", "ع", "غ", "fفv", "kقكqcg",
    "lل", "mم", "nن",
]  # fmt: skip


def digraphs(text):
    """Arabizi's pairs of letters and its digits as the Arabic letters they stand for."""
    if text.isascii() or any(pair in text for pair in ("ch", "h", "ou")):
        return _LETTERED.sub(lambda found: _DIGRAPHS[found[0]], text)
    return text


def _table():
    table = np.zeros(0x700, np.uint32)
    table[ord(" ")] = ord(" ")
    for letters in _ALIKE:
        for letter in letters:
            table[ord(letter)] = ord(letters[0])
    return table


SKELETON = _table()
