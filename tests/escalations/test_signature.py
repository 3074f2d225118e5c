"""A letter's signature stands for the session that there is not."""

import pytest

from app.extensions import db
from app.letters.models import Letter
from app.notes.queries import notes_of
from tests.escalations.conftest import button_of, path_of


@pytest.fixture
def strict(app):
    """The protection that forms have in production."""
    app.config["WTF_CSRF_ENABLED"] = True
    yield
    app.config["WTF_CSRF_ENABLED"] = False


def test_the_buttons_need_no_session_and_no_token_of_a_form(client, letter, insult, strict):
    settle = path_of(button_of(letter, "Settle with an answer"))

    assert client.post(path_of(button_of(letter, "I take it"))).status_code == 200
    assert client.post(settle, data={"text": "Vu.", "kept_as": "note"}).status_code == 200
    assert [note.text for note in notes_of(insult)] == ["Vu."]


def test_a_signature_opens_nothing_but_its_own_page(client, letter, insult, strict):
    token = path_of(button_of(letter, "I take it")).rpartition("/")[2]

    answer = client.post(f"/comments/{insult.id}/resolution?token={token}", data={"version": 2})
    assert answer.status_code in (302, 400, 401)
    assert client.get(f"/inbox/{insult.id}?token={token}").status_code == 302
    db.session.refresh(insult)
    assert insult.status == "open"


def test_once_the_letter_has_left_its_keys_are_forgotten_here(letter):
    kept = db.session.query(Letter).one()

    assert kept.state == "sent"
    assert button_of(letter, "I take it") not in kept.text
    assert path_of(button_of(letter, "I take it")) not in kept.html
