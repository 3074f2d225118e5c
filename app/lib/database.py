"""SQLite as a dependable store: write-ahead log, whole transactions, foreign keys."""

import sqlite3
import threading
import time
from contextlib import contextmanager
from contextvars import ContextVar

from sqlalchemy import event
from sqlalchemy.exc import OperationalError

# Who only reads must not wait for, nor hold up, the one who writes.
reading = ContextVar("reading", default=False)

PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=NORMAL",
    "foreign_keys=ON",
    "busy_timeout=10000",
    "temp_store=MEMORY",
    "journal_size_limit=67108864",
)


# Moving the log into the database takes a tenth of a second at times: the workers do it (workers/__main__.py), so that
# nobody who delivers or clicks waits for it; others only when the log has become very long.
checkpoint_pages, cache_kilobytes = 50_000, 1_000
# A worker has one connection and goes through everything; the web has one for each thread.
WORKERS_CHECKPOINT_PAGES, WORKERS_CACHE_KILOBYTES = 4000, 16_000

# One writer at a time: the threads of a process queue here, so that only one of them asks SQLite, and asks often.
# Its own way of waiting sleeps longer each time, up to a tenth of a second, and leaves the patient behind.
PATIENCE_SECONDS, PAUSE_SECONDS = 10, 0.001


class Connection(sqlite3.Connection):
    """A connection whose write transactions wait for their turn."""

    turn = None

    def begin_writing(self, turn):
        end = time.monotonic() + PATIENCE_SECONDS
        if not turn.acquire(timeout=PATIENCE_SECONDS):
            raise sqlite3.OperationalError("database is locked")
        self.turn = turn
        self.execute("PRAGMA busy_timeout=0")
        try:
            while not self.begins():
                if time.monotonic() > end:
                    raise sqlite3.OperationalError("database is locked")
                time.sleep(PAUSE_SECONDS)
        except BaseException:
            self.end_turn()
            raise

    def begins(self):
        try:
            self.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            return False
        return True

    def end_turn(self):
        if self.turn is not None:
            turn, self.turn = self.turn, None
            self.execute("PRAGMA busy_timeout=10000")
            turn.release()

    def commit(self):
        super().commit()
        self.end_turn()

    def rollback(self):
        super().rollback()
        self.end_turn()

    def close(self):
        if self.turn is not None:
            self.rollback()
        super().close()


def serve_workers():
    """Let this process move the log into the database whenever it has grown a little, and remember more of it."""
    global checkpoint_pages, cache_kilobytes
    checkpoint_pages, cache_kilobytes = WORKERS_CHECKPOINT_PAGES, WORKERS_CACHE_KILOBYTES


def dependable(engine):
    """Make an SQLite engine behave as PostgreSQL does; leaves other engines alone."""
    if engine.dialect.name != "sqlite":
        return
    turn = threading.Lock()
    event.listen(engine, "do_connect", connect)
    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", lambda connection: begin(connection, turn))


def connect(dialect, record, args, parameters):
    parameters["factory"] = Connection


def prepare(connection, record):
    # The driver's own BEGIN is deferred: two who read then write would lose one of the writes.
    connection.isolation_level = None
    cursor = connection.cursor()
    sized = (f"wal_autocheckpoint={checkpoint_pages}", f"cache_size=-{cache_kilobytes}")
    for pragma in (*PRAGMAS, *sized):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def begin(connection, turn):
    if reading.get():
        connection.exec_driver_sql("BEGIN")
    else:
        try:
            connection.connection.driver_connection.begin_writing(turn)
        except sqlite3.OperationalError as error:
            # Nobody translates what happens in here, and PostgreSQL's troubles have this name.
            raise OperationalError("BEGIN IMMEDIATE", None, error) from error


@contextmanager
def reads_only():
    """What is begun inside takes no write lock on SQLite."""
    token = reading.set(True)
    try:
        yield
    finally:
        reading.reset(token)


@contextmanager
def writes():
    """What is begun inside takes the write lock, whatever was asked before by the same thread."""
    token = reading.set(False)
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
