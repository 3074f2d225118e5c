"""Find the words of lists in comments: one look-up a word, however many lists there are."""

from dataclasses import dataclass

from app.classifier.lists.spelling import bones, crosses, places_of, words_of

ONE_SCRIPT = ("fr", "en")  # nobody writes Derja here, and consonants alone would hit by chance


@dataclass(frozen=True)
class Words:
    """A list as it is matched."""

    name: str
    label: str
    texts: tuple
    across: bool = False


@dataclass(frozen=True)
class Hit:
    """Where a listed word stands, and what follows from it."""

    start: int
    end: int
    label: str
    name: str


class Matcher:
    """Every list at once: by the first word of what is listed."""

    def __init__(self, lists):
        self._plain, self._bones = {}, {}
        for each in lists:
            for text in each.texts:
                words = words_of(text)
                enter(self._plain, str, words, each)
                if each.across:
                    enter(self._bones, bones, words, each)

    def hits(self, texts, languages):
        """For each text, what is listed in it."""
        return [
            list(self._found(text, language))
            for text, language in zip(texts, languages, strict=True)
        ]

    def _found(self, text, language):
        ways = [(self._plain, str, str.__eq__)]
        if self._bones and language not in ONE_SCRIPT:
            ways.append((self._bones, bones, crosses))
        words = words_of(text)
        if not any(spell(word) in known for known, spell, _ in ways for word in words):
            return
        # Only now is it worth knowing where each word stands.
        places = list(places_of(text))
        seen = set()
        for way in ways:
            for at, end, each in matches(*way, [word for _, _, word in places]):
                hit = Hit(places[at][0], places[end - 1][1], each.label, each.name)
                if hit not in seen:
                    seen.add(hit)
                    yield hit


def enter(known, spell, words, each):
    """Keep a listed phrase under how its first word is spelled."""
    if words and all(map(spell, words)):
        known.setdefault(spell(words[0]), []).append((words, each))


def matches(known, spell, same, words):
    """(first, end, list) of every listed phrase among the words."""
    spelled = [spell(word) for word in words]
    for at, first in enumerate(spelled):
        for phrase, each in known.get(first, ()):
            end = at + len(phrase)
            if spelled[at:end] == [spell(word) for word in phrase] and all(
                map(same, words[at:end], phrase)
            ):
                yield at, end, each
