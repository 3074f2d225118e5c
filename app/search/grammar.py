"""Every qualifier of the query language: its name, its values, its SQL and its test on one comment."""

from collections.abc import Callable
from dataclasses import dataclass

from app.lib.text import normalise
from app.search.qualifiers import (
    contents,
    doers,
    dues,
    feedback,
    hours,
    labels,
    language,
    moods,
    names,
    people,
    posts,
    rules,
    states,
    times,
    waves,
)


@dataclass(frozen=True)
class Qualifier:
    """One word of the query language. Adding one here is all it takes to search, save, rule and report by it."""

    name: str
    about: str  # a lazy translation, for suggestions and help
    # What was typed → the value as it is kept; raises Odd with the nearest values.
    read: Callable
    # (value, asking) → a condition over `comments`, and the same asked of one comment in Python.
    clause: Callable
    test: Callable
    # (value, asking, statuses) → the index rows that list such comments by time, or nothing.
    lead: Callable = lambda value, asking, statuses: None
    # (values, asking) → {value: ids} for values that are names of rows.
    find: Callable | None = None
    # (value, asking) → (lowest id, first id beyond), for what is a stretch of time.
    span: Callable | None = None
    # (what is typed so far, asking) → values with what they are, for suggestions.
    offer: Callable = lambda typed, asking: ()
    aliases: tuple = ()


ALL = [
    Qualifier(**entry)
    for room in (
        states,
        names,
        labels,
        language,
        moods,
        times,
        contents,
        waves,
        rules,
        posts,
        people,
        doers,
        dues,
        hours,
        feedback,
    )
    for entry in room.QUALIFIERS
]
QUALIFIERS = {qualifier.name: qualifier for qualifier in ALL}
_BY_WORD = {normalise(word): q for q in ALL for word in (q.name, *q.aliases)}


def named(word):
    """The qualifier of a word in any of the three languages, or None."""
    return _BY_WORD.get(normalise(word))
