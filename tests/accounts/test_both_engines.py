"""People on SQLite and on PostgreSQL alike: from the first administrator to who is on call."""

import re
import threading

import pytest
from flask.testing import FlaskClient

from app.accounts.actions import setup_link
from app.accounts.models import User
from app.accounts.queries import administrators, everyone, on_call, open_invitations
from app.extensions import db
from app.letters.models import Letter
from app.lib.transaction import transaction
from tests.cast import PASSWORD

pytestmark = pytest.mark.postgres


def setup_path():
    with transaction():
        return setup_link().removeprefix("http://127.0.0.1:8000")


def account(name):
    return {
        "name": name,
        "email": f"{name}@example.org",
        "password": PASSWORD,
        "locale": "fr",
    }


def test_from_the_first_administrator_to_who_is_on_call(any_app, client):
    assert client.post(setup_path(), data=account("Amel")).status_code == 303
    invited = {"email": "Nadia@example.org", "role": "lead", "locale": "ar"}
    client.post("/invitations", data=invited)
    assert [row.email for row in open_invitations()] == ["nadia@example.org"]

    link = re.search(r"/invitations/\S+", db.session.query(Letter).one().text)[0]
    nadias = any_app.test_client()
    assert nadias.post(link, data=account("Nadia")).status_code == 303
    nadia = db.session.query(User).filter_by(email="nadia@example.org").one()
    client.post(f"/users/{nadia.id}", data={"role": "lead", "place": 1, "active": "y"})

    db.session.expire_all()
    assert [user.name for user in everyone()] == ["Amel", "Nadia"]
    assert [user.name for user in administrators()] == ["Amel"]
    assert [user.name for user in on_call()] == ["Nadia"]
    assert open_invitations() == []


def test_two_who_open_the_first_door_at_once_are_not_both_administrators(any_app):
    links, answers = [setup_path(), setup_path()], []
    gate = threading.Barrier(2)

    def enter(link, name):
        # A client as another process would have it, with a session of its own.
        client = FlaskClient(any_app, any_app.response_class)
        gate.wait()
        answers.append(client.post(link, data=account(name)).status_code)

    both = [
        threading.Thread(target=enter, args=(link, name))
        for link, name in zip(links, ("Amel", "Amina"), strict=True)
    ]
    for one in both:
        one.start()
    for one in both:
        one.join()

    assert sorted(answers) == [303, 410]
    assert db.session.query(User).count() == 1
