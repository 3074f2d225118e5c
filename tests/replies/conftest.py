"""Replies are tried on a platform made for tests."""

import pytest

from app.extensions import db
from app.replies.actions import reply
from app.replies.models import Reply
from tests.fixtures.village import notice, question, village  # noqa: F401


@pytest.fixture
def answer(question, leila, the_app):  # noqa: F811
    """A reply whose undo window is over."""
    the_app.config["UNDO_SECONDS"] = 0
    reply(question, "Demain matin.", by=leila)
    db.session.commit()
    return db.session.query(Reply).one()
