"""A comment's number is its place in time: microseconds since 2000, so that order by id is order by time."""

from datetime import timedelta
from itertools import groupby
from random import randint, sample

from app.lib.clock import ORIGIN, microseconds

SECOND = 1_000_000


def within_reach(moment, now):
    """A moment from 2000 to now: what platforms say of the future or of long ago is brought back to that."""
    return min(max(moment, ORIGIN), now)


def moment_of(created_at, received_at, order):
    """When a comment was written; if nobody says, when it was received, in the order it came."""
    if created_at is None:
        return received_at + timedelta(microseconds=order)
    return within_reach(created_at, received_at)


def places(moments, taken):
    """A number for each moment, no two alike, and none of those that `taken(numbers)` says are in use."""
    numbers = spread(moments)
    used, clashing, reach = set(), range(len(numbers)), 16
    while clashing:
        for index in clashing:
            while numbers[index] in used:
                numbers[index] += randint(1, reach)
            used.add(numbers[index])
        # One question a round; each round reaches twice as far, so that a crowded moment ends soon.
        occupied = taken([numbers[index] for index in clashing])
        clashing = [index for index in clashing if numbers[index] in occupied]
        reach *= 2
    return numbers


def spread(moments):
    """Numbers in the order given: a platform that tells whole seconds leaves the fraction to us."""
    numbers = [microseconds(moment) for moment in moments]
    whole = sorted((number, at) for at, number in enumerate(numbers) if number % SECOND == 0)
    for second, group in groupby(whole, key=lambda pair: pair[0]):
        at = [index for _, index in group]
        fractions = sorted(sample(range(SECOND), min(len(at), SECOND)))
        for index, fraction in zip(at, fractions, strict=False):
            numbers[index] = second + fraction
    return numbers
