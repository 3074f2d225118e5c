"""The screens of channels: connect one, read what it received, change how it stands."""

import json
import re

import pytest
from sqlalchemy import event

from app.channels.models import Channel
from app.connectors.contract import Delivery
from app.extensions import db
from app.ingest.actions import accept, process, receive_here
from tests import cast
from tests.fixtures.house import signed

SECRET = "a secret of the sending system"


@pytest.fixture
def lead(sign_in, nadia):
    nadia.locale = "en"
    db.session.commit()
    return sign_in(nadia)


@pytest.fixture
def door(the_app):
    return cast.channel("webhook", "Old system", secrets={"secret": SECRET})


def send(channel, *comments):
    """A signed delivery, and all that waits understood."""
    body = json.dumps(comments).encode()
    headers = {name.lower(): value for name, value in signed(SECRET, body).items()}
    receive_here(accept(channel, Delivery(body, headers)))
    db.session.commit()
    while process():
        pass


def words_of(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_a_lead_connects_a_webhook_and_sees_its_secret_once(lead):
    answer = lead.post("/channels/new/webhook", data={"name": "Old system"})
    channel = db.session.query(Channel).one()
    secret = channel.secrets["secret"]
    cookie = answer.headers["Set-Cookie"]

    assert answer.status_code == 303 and secret not in cookie
    assert secret in lead.get(answer.location).text
    assert secret not in lead.get(answer.location).text


def test_a_form_without_a_name_comes_back_and_connects_nothing(lead):
    answer = lead.post("/channels/new/webhook", data={"base_url": "ftp://old.example"})

    assert answer.status_code == 422
    assert "An address starts with https://" in answer.text
    assert db.session.query(Channel).count() == 0


def test_two_secrets_are_valid_until_the_former_is_refused(lead, door):
    lead.post(f"/channels/{door.id}/secret")
    db.session.refresh(door)
    assert door.secrets["former_secret"] == SECRET and door.secrets["secret"] != SECRET

    assert "Secrets in use 2" in words_of(lead.get(f"/channels/{door.id}").text)
    lead.post(f"/channels/{door.id}/former-secret/forgotten")
    db.session.refresh(door)
    assert not door.secrets["former_secret"]


def test_the_page_shows_that_the_ledger_adds_up(lead, door):
    send(door, {"id": "1", "text": "Bonjour"}, {"id": "2", "text": "Merci"}, {"id": "3"})
    send(door, {"id": "1", "text": "Bonjour"}, {"id": "2", "text": "Merci beaucoup"})
    page = words_of(lead.get(f"/channels/{door.id}").text)

    assert (
        "5 received = 2 new + 1 updated + 1 already known + 1 refused + 0 waiting ✓ It adds up"
        in page
    )
    assert "item 3 There is no text to read" in page


def test_the_list_says_how_each_channel_stands_in_one_line(any_app, lead, door):
    cast.channel("webhook", "Silent")
    send(door, {"id": "1", "text": "Bonjour"})
    paused = cast.channel("webhook", "Paused one")
    lead.post(f"/channels/{paused.id}/pause")
    page = words_of(lead.get("/channels").text)

    assert "Old system ✓ Works, last received now 1 received, 0 waiting" in page
    assert "Silent ○ Waits for its first comment" in page
    assert "Paused one ‖ Paused: what arrives is kept and waits" in page


def test_what_a_paused_channel_received_waits_and_comes_in_afterwards(lead, door):
    lead.post(f"/channels/{door.id}/pause")
    send(door, {"id": "1", "text": "Bonjour"})
    assert "0 refused + 1 waiting ✓" in words_of(lead.get(f"/channels/{door.id}").text)

    lead.post(f"/channels/{door.id}/resume")
    while process():
        pass
    assert "1 received = 1 new" in words_of(lead.get(f"/channels/{door.id}").text)


def test_a_channel_is_renamed_and_keeps_the_secret_it_had(lead, door):
    form = {"name": "  The old\nsystem ", "base_url": "https://old.example/back"}
    assert lead.post(f"/channels/{door.id}/settings", data=form).status_code == 303
    db.session.refresh(door)

    assert door.name == "The old system"
    assert door.settings["base_url"] == "https://old.example/back"
    assert door.secrets == {"secret": SECRET}


def test_a_channel_is_put_away_once_and_brought_back(lead, door):
    assert lead.post(f"/channels/{door.id}/archive").status_code == 303
    assert lead.post(f"/channels/{door.id}/archive").status_code == 409
    assert "Put away 1" in words_of(lead.get("/channels").text)

    lead.post(f"/channels/{door.id}/return")
    db.session.refresh(door)
    assert door.archived_at is None


def test_a_moderator_reads_and_sees_neither_address_nor_levers(sign_in, leila, door):
    page = sign_in(leila).get(f"/channels/{door.id}").text

    assert door.token not in page and "former-secret" not in page and "/pause" not in page
    assert sign_in(leila).post(f"/channels/{door.id}/pause").status_code == 403


def test_a_name_full_of_markup_is_only_a_name(lead):
    hostile = "<script>alert(1)</script>\u202e"
    lead.post("/channels/new/webhook", data={"name": hostile})
    page = lead.get("/channels").text

    assert "<script>alert" not in page and "&lt;script&gt;" in page


def test_the_list_asks_the_database_as_often_for_many_channels_as_for_few(lead, door, queries):
    lead.get("/channels")  # that somebody is here is written once an hour
    few = queries(lambda: lead.get("/channels"))
    for number in range(20):
        send(
            cast.channel("webhook", f"Door {number}", secrets={"secret": SECRET}),
            {"id": "1", "text": "ok"},
        )

    assert queries(lambda: lead.get("/channels")) == few


@pytest.fixture
def queries(the_app):
    """How many statements something takes."""

    def counted(act):
        said = []
        event.listen(db.engine, "before_cursor_execute", lambda *told: said.append(told[2]))
        act()
        return len(said)

    return counted


@pytest.mark.parametrize("address", ["http://[", "http://a:99999/", "https://user:pass@x.example/"])
def test_a_call_back_that_cannot_be_called_is_refused_at_once(sign_in, nadia, address):
    answer = sign_in(nadia).post(
        "/channels/new/webhook", data={"name": "Mairie", "base_url": address}
    )

    assert answer.status_code == 422
    assert Channel.query.count() == 0
