"""What is wrong with a query, in words for who typed it, and what they probably meant."""

from dataclasses import dataclass, field
from difflib import get_close_matches

from flask_babel import gettext as _

from app.lib.text import normalise


@dataclass(frozen=True)
class Problem:
    """One word of a query that cannot be used. `near` is what it probably should have been."""

    kind: str
    name: str = ""
    value: str = ""
    near: tuple = field(default=())

    def __str__(self):
        return f"{self.said} {self.advice}".strip()

    @property
    def said(self):
        return SENTENCES[self.kind]() % {"name": self.name, "value": self.value}

    @property
    def advice(self):
        if not self.near:
            return ""
        return _("Did you mean %(words)s?", words=_(" or ").join(f"“{near}”" for near in self.near))


class Odd(ValueError):
    """A value that a qualifier cannot read; carries the nearest it can."""

    def __init__(self, *near, kind="value"):
        super().__init__(kind)
        self.kind, self.near = kind, near


SENTENCES = {
    "qualifier": lambda: _("There is no filter called “%(name)s:”."),
    "value": lambda: _("“%(name)s:” does not know “%(value)s”."),
    "empty": lambda: _("“%(name)s:” needs a value."),
    "date": lambda: _("“%(value)s” is not a date that “%(name)s:” understands: write 2026-11-22."),
    "age": lambda: _("“%(value)s” is not an age that “%(name)s:” understands: write 24h or 7d."),
    "channel": lambda: _("There is no channel called “%(value)s”."),
    "tag": lambda: _("There is no tag called “%(value)s”."),
    "author": lambda: _("Nobody called “%(value)s” has written."),
    "assignee": lambda: _("Nobody here is called “%(value)s”."),
    "territory": lambda: _("There is no territory called “%(value)s”."),
    "words": lambda: _("“%(value)s” has no letter or digit to search for."),
    "long": lambda: _("This search is too long."),
}


def nearest(typed, known):
    """The known words closest to what was typed, at most two."""
    spelled = {normalise(word): word for word in known}
    close = get_close_matches(normalise(typed), list(spelled), n=2, cutoff=0.6)
    return tuple(dict.fromkeys(spelled[word] for word in close))
