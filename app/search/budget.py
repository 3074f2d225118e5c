"""Counts that give up in time: a view that somebody saved must not make every page wait."""

from contextlib import contextmanager
from time import monotonic

from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from app.extensions import db
from app.search.sql import count
from app.search.words import on_sqlite

STEPS = 2000  # of SQLite's machine between two looks at the clock
CANCELLED = "57014"


class TooLong(Exception):
    """The time that was given ran out."""


def count_in_time(query, user=None, *, milliseconds=40, cap=1000):
    """How many comments match, up to `cap` + 1; None when that could not be told in time."""
    try:
        with at_most(milliseconds):
            return count(query, user, cap=cap)
    except TooLong:
        return None


def counts_in_time(queries, user=None, *, each=60, together=400, cap=1000):
    """{key: count} of {key: query}, one after the other until the time for all is over; None for the rest."""
    end, counts = monotonic() + together / 1000, dict.fromkeys(queries)
    for key, query in queries.items():
        left = (end - monotonic()) * 1000
        if left < 1:
            break
        counts[key] = count_in_time(query, user, milliseconds=min(each, left), cap=cap)
    return counts


@contextmanager
def at_most(milliseconds):
    """What reads the database inside is stopped when the time is over; what was begun before goes on."""
    with timer_of_sqlite(milliseconds) if on_sqlite() else timer_of_postgresql(milliseconds):
        yield


@contextmanager
def timer_of_sqlite(milliseconds):
    end = monotonic() + milliseconds / 1000
    link = db.session.connection().connection.driver_connection
    link.set_progress_handler(lambda: monotonic() > end, STEPS)
    try:
        yield
    except OperationalError as error:
        if "interrupted" not in str(error.orig):
            raise
        raise TooLong from None
    finally:
        link.set_progress_handler(None, 0)


@contextmanager
def timer_of_postgresql(milliseconds):
    """Inside a savepoint, because an error would otherwise end the whole transaction."""
    try:
        with db.session.begin_nested():
            limit(milliseconds)
            yield
            limit(0)
    except OperationalError as error:
        if getattr(error.orig, "sqlstate", "") != CANCELLED:
            raise
        raise TooLong from None


def limit(milliseconds):
    db.session.execute(text(f"SET LOCAL statement_timeout = {int(milliseconds)}"))
