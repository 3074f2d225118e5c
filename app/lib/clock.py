"""Time, aware and UTC until a template prints it."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import DateTime
from sqlalchemy.types import TypeDecorator

ORIGIN = datetime(2000, 1, 1, tzinfo=UTC)


def now():
    return datetime.now(UTC)


def later(**delta):
    return now() + timedelta(**delta)


def ago(**delta):
    return now() - timedelta(**delta)


def microseconds(moment):
    """Whole microseconds from the year 2000 to a moment: how comments are numbered, so that order by id is order by time."""
    return (moment - ORIGIN) // timedelta(microseconds=1)


def moment_of(number):
    """The moment that a comment's number stands for."""
    return ORIGIN + timedelta(microseconds=number)


class UTCDateTime(TypeDecorator):
    """A moment that comes back aware and in UTC from both engines; refuses one without a zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect):
        """SQLite keeps moments as text, and this is the short way to it: there are several in every row."""
        return as_text if dialect.name == "sqlite" else super().bind_processor(dialect)

    def process_bind_param(self, value, dialect):
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment without a time zone cannot be kept.")
        return value.astimezone(UTC)

    def process_result_value(self, value, dialect):
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def as_text(value):
    """A moment as SQLAlchemy writes it to SQLite."""
    if value is None:
        return None
    if value.tzinfo is not UTC:
        if value.tzinfo is None:
            raise ValueError("A moment without a time zone cannot be kept.")
        value = value.astimezone(UTC)
    return value.isoformat(" ", "microseconds")[:26]
