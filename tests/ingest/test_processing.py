"""What waits becomes comments, whatever else is among it, and the ledger always adds up."""

import random
import threading

import pytest
from sqlalchemy import delete, func, select

from app.comments import arrive as arriving
from app.comments.models import Comment
from app.connectors.webhook import Webhook
from app.extensions import db
from app.ingest.actions import process
from app.ingest.keeping import prune
from app.ingest.models import RawEvent, Refusal
from app.ingest.queries import get_refusal, ledger, refusals_of
from app.ingest.reasons import SENTENCES, sentence
from app.ingest.replaying import replay, replay_all
from app.lib.clock import ago
from app.lib.transaction import transaction

pytestmark = pytest.mark.usefixtures("any_app")


def count(model, *where):
    return db.session.scalar(select(func.count()).select_from(model).where(*where))


def said(number, text="un mot"):
    return {"id": f"c{number}", "text": text}


def everything():
    while process():
        pass
    db.session.rollback()


def counts(channel):
    book = ledger(channel)
    assert book.adds_up, book
    return {
        "new": book.new,
        "updated": book.updated,
        "known": book.known,
        "refused": book.refused,
        "waiting": book.waiting,
    }


def test_many_deliveries_are_processed_in_the_order_they_came(send, channel):
    for number in range(60):
        send([{**said(1), "text": f"version {number}"}, said(number + 2)])

    everything()

    assert (
        db.session.scalar(select(Comment.text).where(Comment.platform_id == "c1")) == "version 59"
    )
    assert counts(channel) == {"new": 61, "updated": 59, "known": 0, "refused": 0, "waiting": 0}
    db.session.refresh(channel)
    assert channel.last_received_at is not None


def test_a_slice_is_bounded_and_says_that_more_waits(send, channel):
    for number in range(4):
        send([said(f"{number}-{n}") for n in range(40)])

    assert process(limit=100) is True
    assert count(Comment) == 80
    assert process(limit=100) is False
    assert count(Comment) == 160


def test_an_event_larger_than_a_slice_is_still_processed(send, channel):
    send([said(n) for n in range(300)])

    assert process(limit=100) is False
    assert count(Comment) == 300


class Fragile(Webhook):
    """A connector with a fault: one word breaks it, in the middle of a payload."""

    name = ""

    def parse(self, payload):
        for incoming in super().parse(payload):
            if getattr(incoming, "text", "") == "break":
                raise RuntimeError(f"a fault of ours that quotes what they wrote: {incoming.text}")
            yield incoming


@pytest.fixture
def fragile(monkeypatch):
    monkeypatch.setattr(
        "app.ingest.processing.connect", lambda row: Fragile(row.settings, row.secrets)
    )
    monkeypatch.setattr(
        "app.ingest.replaying.connect", lambda row: Webhook(row.settings, row.secrets)
    )


def test_an_event_that_cannot_be_read_on_is_set_aside_and_the_others_go_on(
    send, channel, fragile, caplog
):
    send([said(1), said(2, "break"), said(3), said(4)])
    send(said(5))

    everything()

    assert set(db.session.scalars(select(Comment.platform_id))) == {"c1", "c5"}
    assert counts(channel) == {"new": 2, "updated": 0, "known": 0, "refused": 3, "waiting": 0}
    refusal = db.session.scalar(select(Refusal))
    assert (refusal.reason, refusal.position, refusal.details) == (
        "not-understood",
        2,
        {"items": 3},
    )
    assert '"c2"' in refusal.item
    assert "RuntimeError" in caplog.text and "break" not in caplog.text


def test_a_refused_event_is_whole_after_a_fix_and_a_replay(send, channel, fragile):
    send([said(1), said(2, "break"), said(3), said(4)])
    everything()

    with transaction():
        became = replay(get_refusal(db.session.scalar(select(Refusal.id))))

    assert became == {"new": 3}
    assert counts(channel) == {"new": 4, "updated": 0, "known": 0, "refused": 0, "waiting": 0}
    assert refusals_of(channel).rows == []


def test_what_is_refused_again_stands_with_the_reason_it_has_now(send, channel):
    send([said(1), {"id": "c2"}, said(3)])
    everything()
    with transaction():
        db.session.scalar(select(Refusal)).reason = "not-understood"

    with transaction():
        assert replay_all(channel) == {"refused": 1}

    refusal = refusals_of(channel).rows[0]
    assert (refusal.reason, refusal.position) == ("no-text", 2)
    assert counts(channel) == {"new": 2, "updated": 0, "known": 0, "refused": 1, "waiting": 0}


def test_one_comment_that_the_database_will_not_have_is_set_aside(send, channel, monkeypatch):
    keep = arriving.keep

    def picky(shelf):
        if any(row.platform_id == "c5" for row in shelf.new):
            raise ValueError("the database says no")
        keep(shelf)

    monkeypatch.setattr(arriving, "keep", picky)
    send([said(n) for n in range(9)])
    everything()

    assert set(db.session.scalars(select(Comment.platform_id))) == {
        f"c{n}" for n in range(9) if n != 5
    }
    refusal = db.session.scalar(select(Refusal))
    assert (refusal.reason, refusal.position) == ("not-kept", 6)
    monkeypatch.setattr(arriving, "keep", keep)
    with transaction():
        assert replay(get_refusal(refusal.id)) == {"new": 1}
    assert counts(channel)["new"] == 9


def test_a_payload_that_holds_more_than_was_told_at_the_door_is_put_right(
    send, channel, monkeypatch
):
    monkeypatch.setattr(Webhook, "measure", lambda self, delivery: 2)
    send([said(1), said(2), said(3)])
    everything()

    assert counts(channel)["new"] == 3 and ledger(channel).received == 3


def test_two_workers_at_once_do_everything_once(the_app, send, channel):
    for number in range(40):
        send([said(f"{number}-{n}") for n in range(5)])
    failures = []

    def work():
        try:
            with the_app.app_context():
                while process(limit=25):
                    pass
                db.session.remove()
        except Exception as error:
            failures.append(error)

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    everything()

    assert failures == []
    assert count(Comment) == 200
    assert counts(channel) == {"new": 200, "updated": 0, "known": 0, "refused": 0, "waiting": 0}


def test_old_events_are_let_go_unless_one_of_them_was_refused(send, channel):
    send(said(1))
    send([said(2), {"id": "c3"}])
    everything()
    send(said(4))
    with transaction():
        db.session.query(RawEvent).update({"received_at": ago(days=40)})

    with transaction():
        assert prune() == 1
    assert count(RawEvent) == 2
    with transaction():
        db.session.execute(delete(Refusal))
    with transaction():
        assert prune() == 1
    everything()
    assert count(Comment) == 3


@pytest.mark.parametrize("seed", range(6))
def test_the_ledger_adds_up_whatever_comes_in_whatever_order(send, channel, seed):
    chance = random.Random(seed)
    received = 0
    for _ in range(25):
        items = [something(chance) for _ in range(chance.randint(1, 12))]
        assert send(items).status_code == 202
        received += len(items)
        if chance.random() < 0.2:
            process(limit=chance.randint(1, 60))
        if chance.random() < 0.1:
            with transaction():
                replay_all(channel)
        assert ledger(channel).adds_up
    everything()

    book = ledger(channel)
    assert book.adds_up and book.waiting == 0 and book.received == received
    assert book.new == count(Comment)
    assert book.refused == count(Refusal, Refusal.replayed_at.is_(None))


def something(chance):
    """Any one item, of few ids, so that everything meets everything."""
    name = f"c{chance.randint(1, 15)}"
    return chance.choice(
        [
            {"id": name, "text": chance.choice(["un", "deux", "ثلاثة"])},
            {"id": name, "text": "réponse", "parent_id": f"c{chance.randint(1, 15)}"},
            {
                "id": name,
                "text": "signé",
                "author": {"id": f"a{chance.randint(1, 4)}", "name": chance.choice("xyz")},
            },
            {"id": name, "event": chance.choice(["delete", "hide", "unhide"])},
            {"id": name, "text": ""},
            chance.choice([None, 3, {}, {"id": name, "text": "x", "created_at": "never"}]),
        ]
    )


@pytest.mark.parametrize("reason", SENTENCES)
def test_every_reason_is_a_sentence_even_without_its_details(reason):
    assert len(sentence(reason)) > 20 and "%(" not in sentence(reason)


def test_every_reason_that_can_be_given_has_a_sentence():
    import re
    from pathlib import Path

    from config import ROOT

    given = re.compile(
        r"""(?:Unacceptable|Unfit|Wrong|refuse|Bad)\(\s*(?:\w+(?: \+ 1)?, )?"([a-z0-9-]+)\""""
    )
    files = [
        path
        for folder in ("ingest", "connectors", "comments")
        for path in Path(ROOT, "app", folder).glob("*.py")
    ]
    reasons = {reason for path in files for reason in given.findall(path.read_text())}
    assert len(reasons) > 20
    assert reasons <= set(SENTENCES)
    assert "made-up" in sentence("made-up")
