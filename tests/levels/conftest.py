"""Levels that hold, and comments that arrive and are looked at."""

import pytest

from app.extensions import db
from app.levels.models import Due, Level
from app.triage.actions import triage
from tests import cast


@pytest.fixture
def level(the_app):
    """A level: `level("Eau", "eau", hours=4)`."""

    def make(name, query, hours=2, **more):
        row = Level(name=name, query=query, minutes=int(hours * 60), **more)
        db.session.add(row)
        db.session.commit()
        return row

    return make


@pytest.fixture
def arrive(page):
    """A comment with this text, looked at; it came in the moment it was written."""

    def come(text, **more):
        more.setdefault("received_at", more.get("created_at") or cast.ago(minutes=5))
        more.setdefault("created_at", more["received_at"])
        comment = cast.comment(page, text, **more)
        look()
        return comment

    return come


def look():
    while triage():
        pass
    db.session.expire_all()


def dues(comment):
    """{level: (due, met)} of a comment as the database has it."""
    db.session.expire_all()
    rows = db.session.query(Due).filter_by(comment_id=comment.id).all()
    return {row.level.name: row for row in rows}
