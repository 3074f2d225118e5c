"""Chooses the side a list is read from, so that no query has to look at every comment."""

from dataclasses import dataclass

from sqlalchemy import and_, false, not_, or_, true

from app.search import words
from app.search.grammar import QUALIFIERS
from app.search.leads import STATUSES, Side
from app.search.tree import All, Either, Filter, Not, Words

MOST_ARMS = 12


@dataclass(frozen=True)
class Plan:
    """The conditions of a query by its parts, the ids it can lie between, the sides it can be read from."""

    conditions: tuple = ((None, false()),)
    low: int | None = None
    high: int | None = None
    sides: tuple = ()

    def where(self, side=None):
        """What is left to ask of a comment that is read from a side."""
        settled = side.settles if side else ()
        return [condition for part, condition in self.conditions if part not in settled]


def plan(query, asking, before=None):
    """How to find what a query asks for, from `before` back."""
    if query.problems:
        return Plan()
    conditions = tuple((part, condition(part, asking)) for part in query.scoped.parts)
    low, high = spans(query.parts, asking)
    high = min((end for end in (high, before) if end is not None), default=None)
    return Plan(conditions, low, high, tuple(sides(query.parts, asking)))


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


def sides(parts, asking):
    """The sides a query can be read from: each lists all its matches, by time."""
    worded = tuple(part for part in parts if words.is_worded(part))
    if found := words.lead(worded):
        yield Side(found, worded)
    statuses = statuses_of(parts)
    for part in parts:
        if part not in worded and (found := lead_of(part, asking, statuses)):
            yield Side(found, (part,) if isinstance(part, Filter) else ())


def lead_of(part, asking, statuses):
    """One side for one part; an OR has one when each of its parts has."""
    if isinstance(part, Words):
        return words.lead([part])
    if isinstance(part, Filter):
        return QUALIFIERS[part.name].lead(part.value, asking, statuses)
    if isinstance(part, Either):
        return together([lead_of(each, asking, STATUSES) for each in part.parts])
    if isinstance(part, All):
        return next((side.arms for side in sides(part.parts, asking)), None)
    return None


def statuses_of(parts):
    """The statuses a match can have."""
    asked = {p.value for p in parts if isinstance(p, Filter) and p.name == "is"} & set(STATUSES)
    if not asked:
        return STATUSES
    return tuple(asked) if len(asked) == 1 else ()


def together(some_leads):
    """The leads of the parts of an OR as one, when each part has one and they are not too many."""
    arms = sum(some_leads, ()) if all(some_leads) else ()
    return arms if 0 < len(arms) <= MOST_ARMS else None
