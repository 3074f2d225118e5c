"""What people write, and what opens doors, never gets into a log."""

import logging

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.extensions import db


def test_a_failed_write_does_not_tell_what_somebody_wrote(any_app):
    with pytest.raises(DBAPIError) as caught:
        db.session.execute(text("INSERT INTO nowhere VALUES (:words)"), {"words": "mon voisin"})

    db.session.rollback()
    assert "mon voisin" not in str(caught.value)


def test_calls_to_the_outside_are_not_logged_with_their_address(app):
    assert not logging.getLogger("httpx").isEnabledFor(logging.INFO)
