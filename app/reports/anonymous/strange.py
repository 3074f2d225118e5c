"""Words that look like names though no list holds them: a capital, or where one comes from, that nobody writes otherwise."""

import re
from functools import cache, lru_cache

from app.classifier.examples import read_seed
from app.reports.anonymous import words
from app.reports.anonymous.places import place_names
from app.reports.anonymous.tokens import keys_of
from app.territories import gazetteer

_JOINED = re.compile(r"[ \u00a0-]{1,2}|\. ?")
_TWICE = re.compile(r"(.)\1")
EARS = (
    ("9", "k"),
    ("q", "k"),
    ("7", "h"),
    ("3", ""),
    ("5", "kh"),
    ("sh", "ch"),
    ("ou", "u"),
    ("w", "u"),
    ("ph", "f"),
    ("y", "i"),
)


class Words:
    """The words of one text, and what they look like."""

    def strange(self, at):
        """Whether a word is written as names are and is none that people write otherwise: Latin, and with a capital."""
        if at >= len(self.tokens):
            return False
        token = self.tokens[at]
        if not token.capital or len(token.key) < 3 or at in self.places:
            return False
        return token.key not in ordinary() and token.key not in words.NOT_NAMES

    def strange_pair(self, at):
        """An Arabic word that nobody writes otherwise, and after it where one comes from: وجيه اللومي."""
        if not self.joined(at, at + 1) or not family(self.tokens[at + 1]):
            return False
        pair = {self.tokens[at].key, self.tokens[at + 1].key}
        return (
            len(self.tokens[at].key) >= 3
            and pair.isdisjoint(ordinary())
            and pair.isdisjoint(words.NOT_FAMILY)
            and at not in self.places
            and at + 1 not in self.places
        )

    def looks_named(self, at):
        """A strange capital inside a sentence, or two that follow each other wherever they stand."""
        token = self.tokens[at]
        if token.arabic:
            return self.strange_pair(at)
        if not self.strange(at) or token.key in words.TITLES:
            return False
        if self.joined(at, at + 1) and self.strange(at + 1):
            return True
        return not token.word.isupper() and not self.begins(at)

    def begins(self, at):
        """Whether a sentence begins here, so that a capital says nothing."""
        return bool(re.search(r"(?:^|[.!?؟…\n])\s*$", self.text[: self.tokens[at].start]))

    def joined(self, at, after):
        if after >= len(self.tokens):
            return False
        return bool(_JOINED.fullmatch(self.text[self.tokens[at].end : self.tokens[after].start]))

    def place_words(self):
        """The words that belong to the name of a place of several words, or to one that no person bears."""
        found, known = set(), place_names(gazetteer.in_use())
        keys = [t.key for t in self.tokens]
        for at in range(len(keys)):
            for length in (4, 3, 2, 1):
                if tuple(keys[at : at + length]) in known:
                    found.update(range(at, at + length))
                    break
        return found


def family(token):
    """Arabic family names tell where one comes from: الكافي, الحناشي."""
    key = token.key
    return len(key) >= 5 and key.startswith("ال") and key.endswith("ي")


@lru_cache(maxsize=50_000)
def spelt(key):
    """One spelling of a name that each writes by ear: bel9acem, belkacem; chouchène, chouchane."""
    for written, plain in EARS:
        key = key.replace(written, plain)
    return _TWICE.sub(r"\1", key).replace("e", "a")


@cache
def ordinary():
    """The words that comments are written with: every word of the classifier's own examples that is not a name."""
    found = set()
    for example in read_seed():
        found |= keys_of(example.text)
    return frozenset(found - NAMES)


NAMES = words.FIRST | words.FAMILY | words.WORDS_TOO | words.more_names()
SPELT = {spelt(key) for key in NAMES - words.WORDS_TOO if key.isascii() and len(key) > 5}
