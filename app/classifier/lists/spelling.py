"""The one spelling that a listed word is found by, however it is written in a comment."""

import re
from functools import lru_cache

from app.classifier.features import LONGEST, SPACED, fold
from app.classifier.skeleton import SKELETON, digraphs
from app.lib.text import search_words

_PIECE = re.compile(rf"{SPACED.pattern}|(?:(?!{SPACED.pattern})\S)+")
_ENDINGS = "هh"  # the feminine ending, written or not: قحبة, 9a7ba, 9a7bah
_LEAST = 3  # consonants: two of them say too many things


def words_of(text):
    """The words of a text, each in its one spelling: spaced, elongated or with an article, it is the same."""
    return [bare(word) for word in fold(text).split()]


@lru_cache(50_000)
def bare(word):
    """A word without the Arabic article and the particles joined to it."""
    found = search_words(word)
    return found[0] if found else word


@lru_cache(50_000)
def bones(word):
    """The consonants of a word, the same in both scripts; "" when they are too few to tell."""
    letters = digraphs(word.rstrip(_ENDINGS) if len(word) > _LEAST else word)
    codes = (ord(letter) for letter in letters)
    found = "".join(chr(SKELETON[code]) for code in codes if code < len(SKELETON))
    found = found.replace("\0", "")
    return found if len(found) >= _LEAST else ""


def places_of(text):
    """(start, end, word) of every word of a text, in the one spelling it has."""
    for piece in _PIECE.finditer(text[:LONGEST]):
        for word in words_of(piece[0]):
            yield piece.start(), piece.end(), word
