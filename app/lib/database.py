"""SQLite as a dependable store: write-ahead log, whole transactions, foreign keys."""

from contextlib import contextmanager
from contextvars import ContextVar

from sqlalchemy import event

# Who only reads must not wait for, nor hold up, the one who writes.
reading = ContextVar("reading", default=False)

PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=NORMAL",
    "foreign_keys=ON",
    "busy_timeout=10000",
    "cache_size=-8000",
    "temp_store=MEMORY",
    "journal_size_limit=67108864",
)


def dependable(engine):
    """Make an SQLite engine behave as PostgreSQL does; leaves other engines alone."""
    if engine.dialect.name != "sqlite":
        return
    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", begin)


def prepare(connection, record):
    # The driver's own BEGIN is deferred: two who read then write would lose one of the writes.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def begin(connection):
    connection.exec_driver_sql("BEGIN" if reading.get() else "BEGIN IMMEDIATE")


@contextmanager
def reads_only():
    """What is begun inside takes no write lock on SQLite."""
    token = reading.set(True)
    try:
        yield
    finally:
        reading.reset(token)


def read_in_safe_requests(app):
    """A request whose method promises to change nothing reads without the write lock."""
    from flask import request

    @app.before_request
    def choose():
        reading.set(request.method in ("GET", "HEAD", "OPTIONS"))
