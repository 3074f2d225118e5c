"""A text as words that can be compared, each at its place."""

import re
from functools import lru_cache
from typing import NamedTuple

from app.lib.text import normalise

# A letter with its marks; Arabizi writes digits in its words.
_LETTER = "(?:[^\\W\\d_]|[\u0300-\u036f\u0640\u064b-\u065f\u0670])"
_TOKEN = re.compile(rf"\d{{0,2}}{_LETTER}(?:{_LETTER}|[2-9](?={_LETTER}))*")


def keys_of(text):
    """The words of a text as they are compared, without their places."""
    return set(map(key_of, _TOKEN.findall(text)))


def tokens(text):
    """Every word of a text, in order."""
    found = [Token(m.start(), m.end(), m[0], key_of(m[0])) for m in _TOKEN.finditer(text)]
    return [token for token in found if token.key]  # a mark that stands alone is no word


class Token(NamedTuple):
    """One word of a text, and how it is compared."""

    start: int
    end: int
    word: str
    key: str

    @property
    def arabic(self):
        return "\u0620" <= self.word[0] <= "\u06ff"

    @property
    def capital(self):
        return self.word[:1].isupper()


@lru_cache(maxsize=100_000)
def key_of(word):
    return normalise(word).strip()
