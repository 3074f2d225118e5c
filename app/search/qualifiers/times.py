"""`before:` `after:` `during:` `older:` `newer:` when a comment was written."""

import re
from datetime import date, datetime, time, timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import and_

from app.comments.models import Comment
from app.lib.clock import microseconds
from app.lib.text import normalise
from app.search.leads import between
from app.search.problems import Odd
from app.search.qualifiers.choice import Choice, Choices

DAYS = Choices(
    Choice("today", _l("the day it is"), ("aujourd'hui", "auj", "اليوم")),
    Choice("yesterday", _l("the day before"), ("hier", "أمس", "البارح")),
)
PERIODS = Choices(
    Choice("today", _l("the day it is"), ("aujourd'hui", "auj", "اليوم")),
    Choice("yesterday", _l("the day before"), ("hier", "أمس", "البارح")),
    Choice("this-week", _l("since Monday"), ("cette-semaine", "هذا-الأسبوع")),
    Choice("last-week", _l("the week before, from Monday to Sunday"), ("semaine-dernière", "الأسبوع-الماضي")),
    Choice("this-month", _l("since the first of the month"), ("ce-mois", "هذا-الشهر")),
    Choice("last-month", _l("the whole month before"), ("mois-dernier", "الشهر-الماضي")),
)  # fmt: skip
_BACK = {"today": 0, "yesterday": 1}
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})(?:t(\d{1,2}):(\d{2}))?)?)?")
_LOCAL_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_AGE = re.compile(r"(\d{1,5})(min|h|d|j|w|s|mo|m|y|a)")
_UNIT = {"j": "d", "s": "w", "m": "mo", "a": "y"}
_SPAN = {
    "min": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1),
    "w": timedelta(days=7), "mo": timedelta(days=30), "y": timedelta(days=365),
}  # fmt: skip
AGES = ("1h", "24h", "7d", "30d")


def read_moment(typed):
    """A day, a month, a year, a day and an hour, today, yesterday, or an age."""
    word = normalise(typed)
    if word in DAYS.by_word:
        return DAYS.by_word[word]
    if local := _LOCAL_DATE.fullmatch(word):
        word = f"{local[3]}-{local[2]}-{local[1]}"
    if said := _DATE.fullmatch(word):
        return written(said)
    try:
        return read_age(typed)
    except Odd:
        raise Odd(kind="date") from None


def written(said):
    year, month, day, hour, minute = (part and int(part) for part in said.groups())
    try:
        moment = datetime(year, month or 1, day or 1, hour or 0, minute or 0)
    except ValueError:
        raise Odd(kind="date") from None
    if not 1 < year < 9999:
        raise Odd(kind="date")
    shape = (
        "%Y-%m-%dT%H:%M" if hour is not None else "%Y-%m-%d" if day else "%Y-%m" if month else "%Y"
    )
    return moment.strftime(shape).zfill(4)


def read_period(typed):
    """A named stretch of days, or a day, a month or a year."""
    word = normalise(typed)
    if word in PERIODS.by_word:
        return PERIODS.by_word[word]
    said = _DATE.fullmatch(word)
    if not said or said[4]:
        raise Odd(*PERIODS.by_name)
    return written(said)


def read_age(typed):
    said = _AGE.fullmatch(normalise(typed).replace(" ", ""))
    if not said:
        raise Odd(kind="age")
    return f"{int(said[1])}{unit_of(said[2])}"


def unit_of(typed):
    """A unit as it is kept, whichever language it was typed in."""
    return _UNIT.get(typed, typed)


def span_of(age):
    """How long an age is that was read."""
    said = _AGE.fullmatch(age)
    return int(said[1]) * _SPAN[said[2]]


def moment(value, asking):
    """The moment a value begins, where the team lives."""
    if _AGE.fullmatch(value):
        return moment_ago(span_of(value), asking)
    if value in _BACK:
        day = asking.at.astimezone(asking.zone).date() - timedelta(days=_BACK[value])
        return datetime.combine(day, time(), asking.zone)
    numbers = [int(part) for part in re.split(r"[-T:]", value)]
    return datetime(
        *(numbers + [1, 1][len(numbers) - 1 :] if len(numbers) < 3 else numbers), tzinfo=asking.zone
    )


def moment_ago(age, asking):
    try:
        return asking.at - age
    except OverflowError:
        return datetime.min.replace(year=2, tzinfo=asking.zone)


def since(value, asking):
    return microseconds(moment(value, asking)), None


def until(value, asking):
    return None, microseconds(moment(value, asking))


def within(value, asking):
    """The first moment of a period and the first beyond it, where the team lives."""
    return tuple(
        microseconds(datetime.combine(day, time(), asking.zone)) for day in days_of(value, asking)
    )


def days_of(value, asking):
    """(first day, first day beyond)"""
    today = asking.at.astimezone(asking.zone).date()
    monday, first = today - timedelta(days=today.weekday()), today.replace(day=1)
    if value in _BACK:
        day = today - timedelta(days=_BACK[value])
        return day, day + timedelta(days=1)
    named = {
        "this-week": (monday, monday + timedelta(days=7)),
        "last-week": (monday - timedelta(days=7), monday),
        "this-month": (first, next_month(first)),
        "last-month": ((first - timedelta(days=1)).replace(day=1), first),
    }
    return named.get(value) or of_date(*map(int, value.split("-")))


def of_date(year, month=None, day=None):
    if day:
        return date(year, month, day), date(year, month, day) + timedelta(days=1)
    if month:
        return date(year, month, 1), next_month(date(year, month, 1))
    return date(year, 1, 1), date(year + 1, 1, 1)


def next_month(first):
    return (first + timedelta(days=31)).replace(day=1)


def offer_moment(typed, asking):
    yield from DAYS.offer(typed)
    today = asking.at.astimezone(asking.zone).date()
    for days in (7, 30):
        yield f"{today - timedelta(days=days)}", ""


def offer_age(typed, asking):
    return ((age, "") for age in AGES if age.startswith(normalise(typed)))


def entry(name, about, *aliases, read, span, offer):
    def test(value, comment, asking):
        low, high = span(value, asking)
        return (low is None or comment.id >= low) and (high is None or comment.id < high)

    def clause(value, asking):
        return and_(*between(Comment.id, *span(value, asking)))

    return {
        "name": name, "about": about, "aliases": aliases, "read": read, "span": span,
        "clause": clause, "test": test, "offer": offer,
    }  # fmt: skip


QUALIFIERS = (
    entry(
        "before",
        _l("written before a day"),
        "avant",
        "قبل",
        read=read_moment,
        span=until,
        offer=offer_moment,
    ),
    entry(
        "after",
        _l("written on a day or since"),
        "après",
        "depuis",
        "since",
        "بعد",
        "منذ",
        read=read_moment,
        span=since,
        offer=offer_moment,
    ),
    entry(
        "during",
        _l("written in a day, a month or a year, as in during:last-month"),
        "pendant",
        "خلال",
        read=read_period,
        span=within,
        offer=lambda typed, asking: PERIODS.offer(typed),
    ),
    entry(
        "older",
        _l("written longer ago than, as in older:24h"),
        "ancien",
        "أقدم",
        read=read_age,
        span=until,
        offer=offer_age,
    ),
    entry(
        "newer",
        _l("written less long ago than, as in newer:7d"),
        "récent",
        "أحدث",
        read=read_age,
        span=since,
        offer=offer_age,
    ),
)
