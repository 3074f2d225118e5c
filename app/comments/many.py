"""Verbs that can be done to many comments at once; each room says here which of its own, so that arrows keep pointing down."""

from collections.abc import Callable
from dataclasses import dataclass

VERBS, BACK_IN_LOTS = {}, {}
# What leaves us once for each comment is done to fewer at a time.
MOST = 20_000


@dataclass
class Verb:
    """Something done to each of many comments: `do(comment, by=…, rule=…, **details)`, or `lot(lot, **details)` to hundreds with
    a few statements."""

    name: str
    title: object = ""
    do: Callable | None = None
    lot: Callable | None = None
    most: int = MOST
    # Done once, before the first comment: (by=…, **details) → the details that each is done with.
    begin: Callable | None = None


def to_many(name, title, most=MOST):
    """Mark a verb that makes sense for many comments; the title is what a person chooses."""

    def mark(function):
        verb = VERBS.setdefault(name, Verb(name))
        verb.title, verb.do, verb.most = title, function, most
        return function

    return mark


def to_lots(name, title=None, most=None):
    """Mark the form of a verb that changes a whole lot (lots.py) with a few statements."""

    def mark(function):
        verb = VERBS.setdefault(name, Verb(name))
        verb.title, verb.lot, verb.most = title or verb.title, function, most or verb.most
        return function

    return mark


def begins(name):
    """Mark what a verb does once before it reaches the first comment; it gives the details that each is done with."""

    def mark(function):
        VERBS.setdefault(name, Verb(name)).begin = function
        return function

    return mark


def takes_lots_back(*kinds):
    """Mark `function(lot, activities)`, which reverses kinds of activity on a whole lot, `activities` by comment."""

    def mark(function):
        BACK_IN_LOTS.update(dict.fromkeys(map(str, kinds), function))
        return function

    return mark
