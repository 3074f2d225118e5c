"""Whether one comment matches a query, without asking the database for it."""

from app.search import words
from app.search.asking import ask
from app.search.grammar import QUALIFIERS
from app.search.tree import Either, Filter, Not, Words


def matches(query, comment, user=None, *, asking=None):
    """Whether a list of this query would show the comment; `asking` spares looking up names each time."""
    if query.problems:
        return False
    return test(query.scoped, comment, asking or ask(query, user))


def test(part, comment, asking):
    if isinstance(part, Words):
        return words.test(part, comment)
    if isinstance(part, Filter):
        return QUALIFIERS[part.name].test(part.value, comment, asking)
    if isinstance(part, Not):
        return not test(part.part, comment, asking)
    every = (test(each, comment, asking) for each in part.parts)
    return any(every) if isinstance(part, Either) else all(every)
