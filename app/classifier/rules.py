"""Rules of thumb for questions and urgent needs, until a model learns them: words that tell, weighed."""

import re

from app.lib.text import normalise

_ADDRESS = re.compile(r"https?://\S+|www\.\S+|@\S+")
_TOKEN = re.compile(r"\w+|[?؟]+|[.!]+")
LONGEST = 2_000  # letters read of one comment
_QUESTION_MARKS, _ENDS = "?؟", "?.!"
_GREETINGS = frozenset(
    "bonjour bonsoir salut svp merci pardon et mais alors hello hi hey please salam slm aslema "
    "3aslema ya w bellehi السلام عليكم سلام عسلامه بالله و يا من فضلكم اخي سيدي".split()
)


class Rule:
    """Words and phrases with how much each tells; together they tell more, never less."""

    def __init__(self, cues, first=None):
        self._anywhere, self._first = _by_first_word(cues), _by_first_word(first or {})

    def score(self, words):
        found = self.found(words)
        if not found:
            return 0.0
        doubt = 1.0
        for weight in {cue: weight for _, cue, weight in found}.values():
            doubt *= 1 - weight
        return 1 - doubt

    def found(self, words):
        """(place among the words, cue, weight) of each cue there is."""
        return [*_found(words, self._anywhere), *self._found_first(words)]

    def _found_first(self, words):
        at_start = True
        for place, word in enumerate(words) if self._first else ():
            if at_start and word in self._first:
                yield from _matching(words, place, self._first)
            at_start = word in _ENDS or (at_start and word in _GREETINGS)


def words_of(text):
    """The words and marks that rules read; an address is no question, whatever it carries."""
    return [_mark(word) for word in _TOKEN.findall(normalise(_ADDRESS.sub(" ", text[:LONGEST])))]


def _mark(word):
    if word[0] in _QUESTION_MARKS:
        return "?"
    return word[0] if word[0] in _ENDS else word


def _by_first_word(cues):
    known = {}
    for weight, phrases in cues.items():
        for phrase in phrases:
            first, *rest = words_of(phrase)
            known.setdefault(first, []).append((rest, (first, *rest), weight))
    return known


def _found(words, known):
    for place, word in enumerate(words):
        if word in known:
            yield from _matching(words, place, known)


def _matching(words, place, known):
    for rest, cue, weight in known[words[place]]:
        if not rest or words[place + 1 : place + 1 + len(rest)] == rest:
            yield place, cue, weight
