"""Values from a closed list, in the words of three languages."""

from dataclasses import dataclass

from app.lib.text import normalise
from app.search.problems import Odd, nearest


@dataclass(frozen=True)
class Choice:
    """One value: how it is written, what it means, and what else people call it."""

    name: str
    about: object  # a lazy translation
    aliases: tuple = ()


class Choices:
    """A closed list of values; reads any of their names, offers those that begin as typed."""

    def __init__(self, *choices):
        self.by_name = {choice.name: choice for choice in choices}
        self.by_word = {normalise(w): c.name for c in choices for w in (c.name, *c.aliases)}

    def read(self, typed):
        try:
            return self.by_word[normalise(typed)]
        except KeyError:
            near = {self.by_word[normalise(word)] for word in nearest(typed, self.by_word)}
            raise Odd(*sorted(near)) from None

    def offer(self, typed, asking=None):
        start = normalise(typed)
        for choice in self.by_name.values():
            words = (choice.name, *choice.aliases)
            if any(normalise(word).startswith(start) for word in words):
                yield choice.name, choice.about
