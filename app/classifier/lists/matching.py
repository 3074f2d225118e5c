"""Find the words of lists in comments: one look-up a word, however many lists there are."""

from dataclasses import dataclass

from app.classifier.lists.spelling import bones, places_of, words_of

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
                enter(self._plain, words, each)
                if each.across:
                    enter(self._bones, [bones(word) for word in words], each)

    def hits(self, texts, languages):
        """For each text, what is listed in it."""
        return [
            list(self._found(text, language))
            for text, language in zip(texts, languages, strict=True)
        ]

    def _found(self, text, language):
        words = words_of(text)
        skeletons = self._bones and language not in ONE_SCRIPT
        asked = [(self._plain, words)]
        if skeletons:
            asked.append((self._bones, [bones(word) for word in words]))
        if not any(word in known for known, spelled in asked for word in spelled):
            return
        # Only now is it worth knowing where each word stands.
        places = list(places_of(text))
        seen = set()
        for known, spell in ((self._plain, str), (self._bones if skeletons else {}, bones)):
            spelled = [spell(word) for _, _, word in places]
            for at, end, each in matches(known, spelled):
                hit = Hit(places[at][0], places[end - 1][1], each.label, each.name)
                if hit not in seen:
                    seen.add(hit)
                    yield hit


def enter(known, words, each):
    if words and all(words):
        known.setdefault(words[0], []).append((words[1:], each))


def matches(known, words):
    """(first, end, list) of every listed phrase among the words."""
    for at, word in enumerate(words):
        for rest, each in known.get(word, ()):
            end = at + 1 + len(rest)
            if words[at + 1 : end] == rest:
                yield at, end, each
