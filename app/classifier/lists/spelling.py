"""The one spelling that a listed word is found by, however it is written in a comment."""

import re
from functools import lru_cache

from app.classifier.features import LONGEST, SPACED, fold
from app.classifier.skeleton import SKELETON, digraphs
from app.lib.text import search_words

_PIECE = re.compile(rf"{SPACED.pattern}|(?:(?!{SPACED.pattern})\S)+")
_CORE = re.compile(r"\w(?:.*\w)?", re.DOTALL)
_ENDINGS = "هh"  # the feminine ending, written or not: قحبة, 9a7ba, 9a7bah
_DIGITS = (("9", "ق"), ("7", "ح"), ("3", "ع"), ("5", "خ"))
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


def crosses(one, other):
    """Whether two words with the same consonants are one word in two scripts: a 9 is never a ك, nor a 7 a ه."""
    if one.isascii() == other.isascii():
        return False
    latin, arabic = (one, other) if one.isascii() else (other, one)
    return all(latin.count(digit) <= arabic.count(letter) for digit, letter in _DIGITS)


def places_of(text):
    """(start, end, word) of every word of a text, in the one spelling it has."""
    for piece in _PIECE.finditer(text[:LONGEST]):
        core = _CORE.search(piece[0]) or piece
        start = piece.start() + (core.start() if core is not piece else 0)
        for word in words_of(piece[0]):
            yield start, start + len(core[0]), word
