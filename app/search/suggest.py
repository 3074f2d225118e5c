"""What a person may mean while they type: the filters there are, and the values of the one being written."""

from dataclasses import dataclass

from app.lib.text import normalise
from app.search.grammar import QUALIFIERS, named
from app.search.reading import LONGEST, QUOTES, SIGNS, TERM, TOKEN
from app.search.tree import Filter, unquoted

MOST = 8
# Where a plain word may be the start of a value, most useful first.
GUESSED = ("is", "label", "tag")


@dataclass(frozen=True)
class Suggestion:
    """One choice: what it writes, what that means, and the whole box once it is taken, with the caret."""

    term: str
    about: object
    text: str
    caret: int


@dataclass(frozen=True)
class Place:
    """The term being written: what stands before it, what of it is typed, what stands after."""

    before: str
    typed: str
    after: str

    def taking(self, term, about, ends):
        """The box with this term in place of what was typed."""
        no = "-" if self.typed.startswith("-") else ""
        written = self.before + no + term + (" " if ends else "")
        rest = self.after.lstrip() if ends else self.after
        return Suggestion(no + term, about, written + rest, len(written))


def suggestions(text, at, asking):
    """Up to eight choices for the term at the caret, none when there is nothing to add."""
    place = place_in(text[:LONGEST], at)
    term = TERM.fullmatch(place.typed)
    name, typed = term["name"] or SIGNS.get(term["sign"], ""), unquoted(term["value"])
    offers = values(name, typed, asking) if name else guesses(typed, asking)
    chosen = [place.taking(*offer) for offer in offers]
    unchanged = place.before + place.typed + place.after
    return [each for each in chosen if each.text.rstrip() != unchanged.rstrip()][:MOST]


def place_in(text, at):
    """The term under the caret; an empty one between two."""
    text = text.translate(QUOTES)
    at = len(text) if at is None or not 0 <= at <= len(text) else at
    for token in TOKEN.finditer(text):
        if token.lastgroup == "term" and token.start() < at <= token.end():
            return Place(text[: token.start()], text[token.start() : at], text[token.end() :])
    return Place(text[:at], "", text[at:])


def values(name, typed, asking):
    """The values of one qualifier that begin as typed."""
    qualifier = named(name)
    for value, about in qualifier.offer(typed, asking) if qualifier else ():
        yield str(Filter(qualifier.name, value)), about, True


def guesses(typed, asking):
    """For a plain word: qualifiers it may begin, then values that make sense without one."""
    start = normalise(typed)
    for qualifier in QUALIFIERS.values():
        words = (qualifier.name, *qualifier.aliases)
        if any(normalise(word).startswith(start) for word in words):
            yield f"{qualifier.name}:", qualifier.about, False
    for name in GUESSED if start else ():
        yield from values(name, typed, asking)
