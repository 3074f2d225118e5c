"""Verbs that can be done to many comments at once; each room says here which of its own, so that arrows keep pointing down."""

from collections.abc import Callable
from dataclasses import dataclass

VERBS, OPPOSITES = {}, {}


@dataclass(frozen=True)
class Verb:
    """Something done to each of many comments: `do(comment, by=…, rule=…, **details)`."""

    name: str
    title: object
    do: Callable


def to_many(name, title):
    """Mark a verb that makes sense for many comments; the title is what a person chooses."""

    def mark(function):
        VERBS[name] = Verb(name, title, function)
        return function

    return mark


def opposite_of(name):
    """Mark what undoes a verb for good, for when taking it back is too late."""

    def mark(function):
        OPPOSITES[name] = function
        return function

    return mark
