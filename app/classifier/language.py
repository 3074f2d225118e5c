"""Which language a comment is in: French, Arabic, English, Derja in either script, or a mix.

The word weights are hashed and shipped as bytes; nothing but the standard library reads them, so
that the web process can ask too.
"""

import re
from array import array
from math import exp
from pathlib import Path
from zlib import crc32

from app.lib.text import normalise, script_of

LANGUAGES = ("fr", "ar", "en", "tn", "mixed")
BUCKETS = 1 << 15
SHIPPED = Path(__file__).parent / "shipped" / "language.bin"
CHOICES = {"latn": ("fr", "en", "tn"), "arab": ("ar", "tn")}
SCALE = 8  # steps of a stored weight

_KEPT = 30_000
_SURE = 0.5
_MIXED = 0.3
_LONGEST = 600
_WORD = re.compile(r"https?://\S+|www\.\S+|[@]\S+|[^\W_]+")
_SET_ASIDE = frozenset("user url email rt http https www".split())


def language_of(text):
    """(language, script) of a text; the language is "" when nothing tells."""
    script = script_of(text[:_LONGEST])
    if script == "mixed":
        return "mixed", script
    if not script or not (found := words_of(text)):
        return "", script
    return _weights(script).language(found), script


def is_arabizi(text):
    """Whether this is Derja in Latin letters, alone or among French."""
    language, script = language_of(text)
    if script != "latn":
        return False
    return language == "tn" or (language == "mixed" and "tn" in _weights(script).leanings(text))


def group_of(language, script):
    """The group of texts that scores are calibrated with, and figures given for."""
    if language == "tn":
        return "arabizi" if script == "latn" else "derja"
    return language or "other"


def words_of(text):
    """The words that can tell a language: addresses, mentions and lone numbers cannot."""
    words = _WORD.findall(normalise(text[:_LONGEST]))
    return [word for word in words if not _says_nothing(word)]


def marks_of(word):
    """The numbers of what a word is recognised by: itself, and each three letters of it."""
    edged = f"<{word}>"
    parts = [edged, *(edged[at : at + 3] for at in range(len(edged) - 2))]
    return [crc32(part.encode()) % BUCKETS for part in parts]


class Weights:
    """What each word says for each language of one script."""

    def __init__(self, languages, numbers):
        self.languages, self._numbers, self._known = languages, numbers, {}

    def language(self, words):
        votes = [self._vote(word) for word in words]
        sums = list(map(sum, zip(*votes, strict=True)))
        best = max(sums)
        if 1 / sum(exp(each - best) for each in sums) < _SURE:
            return ""
        if len(words) >= 6 and self._switches(votes):
            return "mixed"
        return self.languages[sums.index(best)]

    def leanings(self, text):
        """The languages that some word of the text speaks clearly for."""
        return {self.languages[vote.index(max(vote))] for vote in map(self._vote, words_of(text))}

    def _switches(self, votes):
        """French with Derja between, as many here write: each has its part of the clear words."""
        if "fr" not in self.languages:
            return False
        french, derja = self.languages.index("fr"), self.languages.index("tn")
        gaps = [vote[french] - vote[derja] for vote in votes]
        least = max(3, _MIXED * len(votes))
        return sum(gap > 1.5 for gap in gaps) >= least and sum(gap < -1.5 for gap in gaps) >= least

    def _vote(self, word):
        vote = self._known.get(word)
        if vote is None:
            marks, size = marks_of(word), len(self.languages)
            vote = tuple(
                sum(self._numbers[mark * size + place] for mark in marks) / len(marks) / SCALE
                for place in range(size)
            )
            if len(self._known) < _KEPT:
                self._known[word] = vote
        return vote


def _says_nothing(word):
    return word.isdigit() or word[0] == "@" or "." in word or word in _SET_ASIDE


def _weights(script):
    return (_in_use or use(SHIPPED.read_bytes()))[script]


_in_use = {}


def use(stored):
    """Recognise languages by these bytes from now on: the shipped ones, or newly learned ones."""
    numbers = array("b", stored)
    cut = BUCKETS * len(CHOICES["latn"])
    _in_use["latn"] = Weights(CHOICES["latn"], numbers[:cut])
    _in_use["arab"] = Weights(CHOICES["arab"], numbers[cut:])
    return _in_use
