"""When the database is busy, whoever waits is told to come back; nothing is half done."""

import sqlite3
import time

import pytest
from sqlalchemy.exc import OperationalError

from app.extensions import db
from app.lib import database
from app.lib.transaction import transaction


@pytest.fixture
def somebody_elses_write(app, monkeypatch):
    """Another process writes, for longer than we are patient."""
    monkeypatch.setattr(database, "PATIENCE_SECONDS", 1)
    path = app.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///")
    other = sqlite3.connect(path, isolation_level=None)
    yield lambda: other.execute("BEGIN IMMEDIATE")
    other.close()


def test_a_write_that_waits_too_long_fails_as_any_other_trouble_of_a_database(
    app, somebody_elses_write
):
    somebody_elses_write()
    with pytest.raises(OperationalError, match="locked"), transaction() as session:
        session.connection()


def test_a_person_is_told_to_try_again_and_does_not_wait_twice(
    browser, insult, somebody_elses_write
):
    address, version = f"/comments/{insult.id}/resolution", insult.version
    db.session.rollback()
    somebody_elses_write()
    began = time.monotonic()
    answer = browser.post(address, version=version)

    assert answer.status_code == 503
    assert answer.headers["HX-Retarget"] == "#notices"
    assert time.monotonic() - began < 1.9
