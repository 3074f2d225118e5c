"""`hour:14` the hour of the day a comment was written in, where the team lives."""

from bisect import bisect
from datetime import UTC, datetime, timedelta
from functools import cache

from flask_babel import lazy_gettext as _l
from sqlalchemy import case, literal

from app.comments.models import Comment
from app.lib.clock import microseconds
from app.search.problems import Odd

SECOND, HOURS = 1_000_000, 24
# Nobody asks by the hour for what was written before; what comes after keeps the last change of the clock.
FIRST_YEAR, LAST_YEAR = 2004, 2040


def read(typed):
    word = typed.strip().lower().removesuffix("h").strip()
    if not (word.isascii() and word.isdecimal() and int(word) < HOURS):
        raise Odd("9", "14")
    return str(int(word))


@cache
def changes(zone):
    """[(number of the first comment, seconds ahead of UTC)] for each time the clocks of a zone are changed."""
    moment, end = datetime(FIRST_YEAR, 1, 1, tzinfo=UTC), datetime(LAST_YEAR, 1, 1, tzinfo=UTC)
    found = [(None, ahead(moment, zone))]
    while moment < end:
        later = moment + timedelta(hours=1)
        if ahead(later, zone) != found[-1][1]:
            found.append((microseconds(later), ahead(later, zone)))
        moment = later if later > end - timedelta(hours=2) else quiet(moment, later, zone)
    return tuple(found)


def quiet(moment, later, zone):
    """As far as the clocks stay as they are: days at once, then hours."""
    far = later + timedelta(days=5)
    return far if ahead(far, zone) == ahead(later, zone) else later


def ahead(moment, zone):
    return int(moment.astimezone(zone).utcoffset().total_seconds())


def hour_in(zone):
    """The hour of the day of a comment, as SQL."""
    told = changes(zone)
    seconds = case(
        *((Comment.id < start, literal(before)) for (_s, before), (start, _n) in zip(told, told[1:], strict=False)),
        else_=literal(told[-1][1]),
    ) if len(told) > 1 else literal(told[0][1])  # fmt: skip
    # 2000-01-01 began at midnight
    return ((Comment.id // SECOND + seconds) // 3600) % HOURS


def hour_of(number, zone):
    """The same of one comment, by its number."""
    told = changes(zone)
    place = bisect([start for start, _seconds in told[1:]], number)
    return (number // SECOND + told[place][1]) // 3600 % HOURS


QUALIFIERS = (
    {
        "name": "hour",
        "about": _l("the hour of the day it was written in, as in hour:14"),
        "aliases": ("heure", "ساعة"),
        "read": read,
        "offer": lambda typed, asking: (
            (str(h), "") for h in range(HOURS) if str(h).startswith(typed)
        ),
        "clause": lambda value, asking: hour_in(asking.zone) == int(value),
        "test": lambda value, comment, asking: hour_of(comment.id, asking.zone) == int(value),
    },
)
