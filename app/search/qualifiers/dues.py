"""`due:<4h` how soon a comment has to be answered or decided, by our service levels; `is:late` stands in states.py."""

import re

from flask_babel import lazy_gettext as _l
from sqlalchemy import and_, exists

from app.comments.models import Comment
from app.levels.models import Due
from app.lib.text import normalise
from app.search.leads import rows_of
from app.search.problems import Odd
from app.search.qualifiers.times import moment_ago, span_of, unit_of

ANY = "any"
_ANY = frozenset(map(normalise, (ANY, "toute", "n'importe", "أي", "كل")))
_VALUE = re.compile(r"([<>]?)(\d{1,4})(min|h|d|j|w|s)")
OFFERED = ("<1h", "<4h", "<1d", ">1d")


def read(typed):
    """`<4h`, `>1d`, or `4h` for the first of them; `any` for whatever has a moment."""
    word = normalise(typed).replace(" ", "")
    if word in _ANY:
        return ANY
    said = _VALUE.fullmatch(word)
    if not said:
        raise Odd(*OFFERED)
    return f"{said[1] or '<'}{int(said[2])}{unit_of(said[3])}"


def parted(value):
    said = _VALUE.fullmatch(value)
    return said[1], span_of(said[2] + said[3])


def limit(value, asking):
    return moment_ago(-parted(value)[1], asking)


def clause(value, asking):
    waits = and_(Due.comment_id == Comment.id, Due.met_at.is_(None))
    if value == ANY:
        return exists().where(waits)
    # A comment is due when the first of its levels is.
    soon = exists().where(waits, Due.due_at < limit(value, asking))
    return soon if value[0] == "<" else and_(exists().where(waits), ~soon)


def test(value, comment, asking):
    moments = [due.due_at for due in comment.dues if due.waits]
    if value == ANY or not moments:
        return bool(moments)
    return (min(moments) < limit(value, asking)) == (value[0] == "<")


def late(asking):
    waits = and_(Due.comment_id == Comment.id, Due.met_at.is_(None))
    return exists().where(waits, Due.due_at < asking.at)


def is_late(comment, asking):
    return any(due.waits and due.due_at < asking.at for due in comment.dues)


def late_lead(asking, statuses):
    return waiting(lambda table: table.due_at < asking.at)


def waiting(*more):
    return rows_of(Due, lambda table: table.met_at.is_(None), *more, doubled=True)


def lead(value, asking, statuses):
    if value == ANY:
        return waiting()
    return waiting(lambda t: t.due_at < limit(value, asking)) if value[0] == "<" else None


QUALIFIERS = (
    {
        "name": "due",
        "about": _l("how soon it has to be answered or decided, as in due:<4h"),
        "aliases": ("échéance", "أجل"),
        "read": read,
        "offer": lambda typed, asking: ((v, "") for v in OFFERED if v.startswith(typed)),
        "clause": clause,
        "test": test,
        "lead": lead,
    },
)
