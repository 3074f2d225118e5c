"""The edge owns the transaction: what ends well is committed, what fails is rolled back."""

from contextlib import contextmanager

from flask import g
from sqlalchemy import event

from app.extensions import db
from app.lib.database import reads_only, writes


@contextmanager
def transaction():
    """Commit at the end, roll back on any failure, then run what waited for the commit."""
    try:
        yield db.session
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise


@contextmanager
def looking():
    """Read without holding up whoever writes; what was read is let go of at the end."""
    with reads_only():
        try:
            yield db.session
        finally:
            db.session.rollback()


@contextmanager
def brief():
    """Write without a session: for what comes in hundreds of times a second. Nothing may wait for its commit."""
    with writes(), db.engine.begin() as connection:
        yield connection


@contextmanager
def glance():
    """Read without a session and without holding up whoever writes."""
    with reads_only(), db.engine.connect() as connection:
        yield connection


def let_go():
    """End what this request has read so far: what comes now takes its time, and nobody is to wait for it."""
    db.session.rollback()


def after_commit(act):
    """Do something once the change is really kept; forgotten when it is rolled back."""
    db.session.info.setdefault("after_commit", []).append(act)


def commit_requests(app):
    """Every request that answers below 400 commits; any other rolls back."""

    @app.after_request
    def settle(response):
        if not db.session.registry.has():
            return response
        if response.status_code < 400 or g.get("keep_changes"):
            db.session.commit()
        else:
            db.session.rollback()
        return response

    @app.teardown_request
    def forget(error):
        if db.session.registry.has():
            db.session.rollback()


@event.listens_for(db.session, "after_commit")
def run_waiting(session):
    session.info["due"] = session.info.pop("after_commit", [])


@event.listens_for(db.session, "after_transaction_end")
def run_due(session, ended):
    # Only here is the connection free again: whoever is called may read or write on its own.
    if ended.parent is None:
        for act in session.info.pop("due", []):
            act()


@event.listens_for(db.session, "after_rollback")
def drop_waiting(session):
    session.info.pop("after_commit", None)
