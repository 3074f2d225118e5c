"""Chooses the side a list is read from, so that no query has to look at every comment."""

from dataclasses import dataclass

from sqlalchemy import and_, false, not_, or_, true

from app.search import words
from app.search.grammar import QUALIFIERS
from app.search.leads import STATUSES, listed
from app.search.tree import All, Either, Filter, Not, Words


@dataclass(frozen=True)
class Plan:
    """The conditions of a query, the ids it can lie between, and the sides it can be read from."""

    where: object
    low: int | None
    high: int | None
    leads: tuple


def plan(query, asking, before=None):
    """How to find what a query asks for, from `before` back."""
    if query.problems:
        return Plan(false(), None, None, ())
    tree = query.scoped
    low, high = spans(query.parts, asking)
    high = min((end for end in (high, before) if end is not None), default=None)
    return Plan(condition(tree, asking), low, high, tuple(leads(query.parts, asking)))


def condition(part, asking):
    """A part of a query as a condition over `comments`."""
    if isinstance(part, Words):
        return words.clause(part)
    if isinstance(part, Filter):
        return QUALIFIERS[part.name].clause(part.value, asking)
    if isinstance(part, Not):
        return not_(condition(part.part, asking))
    every = [condition(each, asking) for each in part.parts]
    return or_(false(), *every) if isinstance(part, Either) else and_(true(), *every)


def spans(parts, asking):
    """The stretch of time that every match lies in."""
    lows, highs = [], []
    for part in parts:
        if isinstance(part, Filter) and (span := QUALIFIERS[part.name].span):
            low, high = span(part.value, asking)
            lows += [low] if low is not None else []
            highs += [high] if high is not None else []
    return max(lows, default=None), min(highs, default=None)


def leads(parts, asking):
    """The sides a query can be read from: each lists all its matches, by time."""
    if found := words.lead(parts):
        yield found
    statuses = statuses_of(parts)
    for part in parts:
        if not words.is_worded(part) and (found := lead_of(part, asking, statuses)):
            yield found


def lead_of(part, asking, statuses):
    """One side for one part; an OR has one when each of its parts has."""
    if isinstance(part, Words):
        return words.lead([part])
    if isinstance(part, Filter):
        return QUALIFIERS[part.name].lead(part.value, asking, statuses)
    if isinstance(part, Either):
        sides = [lead_of(each, asking, STATUSES) for each in part.parts]
        return sum(sides, ()) if all(sides) and len(sum(sides, ())) <= 12 else None
    if isinstance(part, All):
        return next(leads(part.parts, asking), None)
    return None


def statuses_of(parts):
    """The statuses a match can have."""
    asked = {p.value for p in parts if isinstance(p, Filter) and p.name == "is"} & set(STATUSES)
    return tuple(asked) if len(asked) < 2 and asked else STATUSES if not asked else ()


def everything():
    """The list of all comments as a side, when a query offers none."""
    return listed()
