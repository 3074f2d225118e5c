"""What every connector keeps to, whatever its platform. A new one brings payloads in `samples/<its name>/`."""

import inspect
import re
from pathlib import Path

import pytest

from app.comments.models import Comment
from app.connectors.contract import (
    Bad,
    Can,
    Connector,
    Delivery,
    Fetch,
    Gone,
    Incoming,
    StateChanged,
)
from app.connectors.registry import all_connectors
from app.extensions import db
from app.ingest.actions import Parcel, process, receive_here
from app.ingest.queries import ledger
from app.lib.transaction import transaction
from config import ROOT
from tests import cast

SAMPLES = Path(__file__).parent / "samples"
EVENTS = (Incoming, Gone, StateChanged, Fetch, Bad)
KINDS = ("text", "url", "secret", "choice", "lines", "flag", "origins")
CONNECTORS = sorted(all_connectors().items())
PAYLOADS = [
    pytest.param(kind, path, id=f"{name}/{path.stem}")
    for name, kind in CONNECTORS
    for path in sorted((SAMPLES / name).glob("*"))
]


@pytest.mark.parametrize(("name", "kind"), CONNECTORS)
def test_every_connector_brings_payloads_to_try_it_with(name, kind):
    assert list((SAMPLES / name).glob("*")), f"no samples for {name}"


@pytest.mark.parametrize(("name", "kind"), CONNECTORS)
def test_a_connector_can_be_made_of_nothing_and_says_what_it_needs(name, kind):
    bare = kind({}, {})
    assert re.fullmatch(r"[a-z_]+", kind.name) and str(kind.title)
    assert bare.allows <= kind.can <= frozenset(Can)
    for setting in kind.settings:
        assert re.fullmatch(r"[a-z_]+", setting.name) and str(setting.title)
        assert setting.kind in KINDS
        assert setting.secret or setting.name in bare.set


@pytest.mark.parametrize(("name", "kind"), CONNECTORS)
def test_acts_get_the_comment_and_an_answer_its_text(name, kind):
    for act in kind.can:
        parameters = list(inspect.signature(getattr(kind, act)).parameters)
        assert parameters[1] == "comment"
        assert act != Can.REPLY or {"text", "reply_id"} <= set(parameters)


@pytest.mark.parametrize(("name", "kind"), CONNECTORS)
def test_what_is_said_of_an_act_is_said_of_one_that_exists(name, kind):
    assert kind.only_ours | set(kind.needs) | set(kind.acts_mean) <= kind.can
    assert not kind.elsewhere & kind.can and kind.elsewhere | kind.final <= frozenset(Can)
    fastest, slowest = kind.rhythm
    assert 0 < fastest <= slowest


OPTIONAL = {
    "check": [], "poll": ["cursor"], "fetch": ["platform_id", "hint"], "recheck": ["comments"], "count": ["post"],
    "read_post": ["post", "cursor"], "find_reply": ["comment", "text", "since"], "refresh_token": [],
    "begin": ["redirect", "state"], "finish": ["query", "redirect", "keep"], "route": ["delivery"],
    "challenge": ["delivery"],
}  # fmt: skip


@pytest.mark.parametrize(("name", "kind"), CONNECTORS)
def test_every_method_takes_what_it_will_be_given(name, kind):
    for method, wanted in OPTIONAL.items():
        if hasattr(kind, method):
            given = list(inspect.signature(getattr(kind, method)).parameters)[1:]
            assert given[: len(wanted)] == wanted, method
    assert hasattr(kind, "begin") == hasattr(kind, "finish")
    assert not hasattr(kind, "read_post") or hasattr(kind, "count")
    assert kind.shares_webhook == hasattr(kind, "route")


@pytest.mark.parametrize(("name", "kind"), CONNECTORS)
def test_a_platform_that_is_asked_brings_a_page_for_people_in_two_languages(name, kind):
    if hasattr(kind, "poll"):
        pages = [ROOT / "docs" / "platforms" / folder / f"{name}.md" for folder in (".", "fr")]
        assert all(page.exists() for page in pages)


@pytest.mark.parametrize(("name", "kind"), CONNECTORS)
def test_a_door_that_is_open_to_everybody_checks_who_comes_in(name, kind):
    if kind.receives_webhooks:
        assert kind.verify is not Connector.verify and kind.measure is not Connector.measure


@pytest.mark.parametrize(("kind", "path"), PAYLOADS)
def test_a_payload_is_understood_without_anybody_being_asked(kind, path, monkeypatch):
    monkeypatch.setattr("socket.socket.connect", lambda *args: pytest.fail("parse called out"))
    events = list(kind({}, {}).parse(path.read_bytes()))

    assert events and all(isinstance(each, EVENTS) for each in events)
    for each in events:
        if isinstance(each, Incoming):
            assert isinstance(each.platform_id, str) and isinstance(each.text, str)
            times = (each.created_at, each.edited_at)
            assert all(moment is None or moment.tzinfo for moment in times)
            assert each.by_us in (True, False)


@pytest.mark.parametrize(("kind", "path"), PAYLOADS)
def test_every_item_can_be_quoted_as_it_was_sent(kind, path):
    payload = path.read_bytes()
    for position, _ in enumerate(kind({}, {}).parse(payload), 1):
        assert isinstance(kind({}, {}).quote(payload, position), str)


@pytest.mark.parametrize(("kind", "path"), PAYLOADS)
def test_the_same_payload_again_adds_nothing_and_the_ledger_adds_up(any_app, kind, path):
    channel = cast.channel(kind.name)
    take_in(channel, kind, path, b"1")
    once = {row.platform_id: (row.text, row.state) for row in db.session.query(Comment)}
    assert ledger(channel).adds_up and once

    take_in(channel, kind, path, b"2")
    again = {row.platform_id: (row.text, row.state) for row in db.session.query(Comment)}
    assert again == once
    book = ledger(channel)
    assert book.adds_up and book.waiting == 0 and book.new == len(once)


def take_in(channel, kind, path, fingerprint):
    """Keep a payload as if it had been delivered, and make comments of it."""
    payload = path.read_bytes()
    told = kind({}, {}).measure(Delivery(payload, {}))
    with transaction():
        receive_here(Parcel(channel.id, payload, told, fingerprint))
    while process():
        pass
    db.session.rollback()


def test_everything_that_can_happen_to_a_thread_ends_as_the_platform_has_it(any_app):
    kind = all_connectors()["webhook"]
    take_in(cast.channel(), kind, SAMPLES / "webhook" / "everything_that_can_happen.json", b"1")

    found = {row.platform_id: row for row in db.session.query(Comment)}
    assert set(found) == {"c-1", "c-2", "c-3"}
    assert found["c-1"].text.endswith("mardi") and found["c-3"].state == "visible"
    assert {row.thread for row in found.values()} == {"c-1"}
    assert (found["c-2"].by_us, found["c-2"].status, found["c-1"].status) == (True, "done", "open")
