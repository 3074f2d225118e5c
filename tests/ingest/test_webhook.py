"""What the system on the other side of a webhook can count on."""

import json
import time

import pytest
from flask_babel import get_locale
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from app import jobs
from app.comments.models import Comment
from app.extensions import db
from app.ingest.actions import process
from app.ingest.models import RawEvent, Refusal
from app.ingest.queries import ledger
from app.lib.bell import bell
from app.lib.database import reading
from tests import cast
from tests.connectors.signing import SECRET, deliver, signed

HELLO = {"id": "c1", "text": "علاش الماء مقصوص؟", "author": {"id": "a1", "name": "سامي"}}


def count(model):
    return db.session.scalar(select(func.count()).select_from(model))


@pytest.mark.usefixtures("any_app")
class TestTaken:
    def test_a_body_that_begins_with_the_mark_of_utf8_is_read_as_any_other(self, send, channel):
        body = b"\xef\xbb\xbf" + json.dumps(HELLO).encode()

        assert send(body).status_code == 202
        process()
        assert ledger(channel).new == 1

    def test_a_comment_is_kept_before_the_answer_and_understood_after(self, send, channel):
        answer = send(HELLO)

        assert (answer.status_code, answer.json) == (202, {"received": 1})
        assert (count(RawEvent), count(Comment)) == (1, 0)
        assert bell().rung == [jobs.PROCESS_EVENTS.name]
        assert ledger(channel).waiting == 1 and ledger(channel).adds_up
        process()
        comment = db.session.scalar(select(Comment))
        assert (comment.text, comment.author.name) == (HELLO["text"], "سامي")
        assert (ledger(channel).new, ledger(channel).waiting) == (1, 0) and ledger(channel).adds_up

    @pytest.mark.parametrize("shape", [list, lambda items: {"comments": items}])
    def test_a_thousand_comments_fit_in_one_body(self, send, channel, shape):
        items = [{"id": f"c{n}", "text": f"mot {n}"} for n in range(1000)]

        assert send(shape(items)).json == {"received": 1000}
        while process():
            pass
        assert count(Comment) == 1000
        assert send([*items, {"id": "x", "text": "x"}]).json["reason"] == "too-many"

    def test_the_same_delivery_twice_is_known(self, send, channel):
        at = time.time()

        assert send(HELLO, at=at).json == {"received": 1}
        again = send(HELLO, at=at)
        assert (again.status_code, again.json) == (202, {"received": 1, "known": 1})
        process()
        assert count(RawEvent) == count(Comment) == 1
        assert (ledger(channel).received, ledger(channel).known) == (2, 1)
        assert ledger(channel).adds_up

    def test_a_delivery_with_an_id_may_be_signed_again(self, send, channel):
        more = {"X-Delivery-Id": "d-1"}

        send(HELLO, at=time.time() - 20, **more)
        assert send(HELLO, **more).json == {"received": 1, "known": 1}
        assert send({**HELLO, "text": "autre"}, **more).json == {"received": 1}

    def test_the_same_comment_in_another_delivery_is_known_when_it_is_understood(
        self, send, channel
    ):
        send(HELLO, at=time.time() - 5)
        send(HELLO)
        process()

        assert (ledger(channel).new, ledger(channel).known) == (1, 1) and ledger(channel).adds_up

    def test_edits_hides_and_deletes_come_the_same_way(self, send, channel):
        send(HELLO)
        send({**HELLO, "text": "Corrigé", "edited_at": "2026-03-04T12:00:00Z"})
        send({"event": "hide", "id": "c1"})
        process()
        comment = db.session.scalar(select(Comment))
        assert (comment.text, comment.state) == ("Corrigé", "hidden")
        send([{"event": "unhide", "id": "c1"}, {"event": "delete", "id": "c1"}])
        process()
        db.session.refresh(comment)
        assert comment.state == "deleted"
        assert (ledger(channel).new, ledger(channel).updated) == (1, 4)

    def test_a_paused_channel_keeps_what_comes_until_it_goes_on(self, send, channel):
        channel.paused_at = channel.made_at
        db.session.commit()

        assert send(HELLO).status_code == 202
        process()
        assert count(Comment) == 0 and ledger(channel).waiting == 1
        channel.paused_at = None
        db.session.commit()
        process()
        assert count(Comment) == 1

    def test_an_empty_list_is_no_mistake(self, send, channel):
        assert send([]).json == {"received": 0}
        assert count(RawEvent) == 0


@pytest.mark.usefixtures("app")
class TestTurnedAway:
    """Whoever cannot prove who they are leaves nothing behind."""

    @pytest.fixture(autouse=True)
    def nothing_is_kept(self, channel):
        yield
        db.session.rollback()
        assert count(RawEvent) == 0 and ledger(channel).received == 0

    @pytest.mark.parametrize(
        ("change", "reason"),
        [
            ({"X-Signature-256": ""}, "signature-missing"),
            ({"X-Timestamp": ""}, "signature-missing"),
            ({"X-Signature-256": "0" * 64}, "signature-wrong"),
            ({"X-Signature-256": "é" * 64}, "signature-wrong"),
            ({"X-Timestamp": "soon"}, "timestamp-wrong"),
            ({"X-Timestamp": "-5"}, "timestamp-wrong"),
            ({"X-Timestamp": "9" * 40}, "timestamp-wrong"),
            ({"X-Timestamp": str(int(time.time()) - 30)}, "signature-wrong"),
        ],
    )
    def test_a_wrong_signature(self, send, change, reason):
        answer = send(HELLO, **change)

        assert (answer.status_code, answer.json["reason"]) == (401, reason)

    @pytest.mark.parametrize("late", [301, -310, 86400])
    def test_a_delivery_signed_outside_the_window(self, send, late):
        assert send(HELLO, at=time.time() - late).json["reason"] == "timestamp-outside"

    def test_another_secret(self, send):
        assert send(HELLO, secret="another").status_code == 401

    def test_a_body_changed_by_one_byte(self, client, channel):
        headers = signed(json.dumps(HELLO).encode())
        answer = client.post(
            f"/webhooks/{channel.token}", data=json.dumps(HELLO) + "\n", headers=headers
        )

        assert answer.json["reason"] == "signature-wrong"

    def test_a_channel_without_a_secret(self, client):
        bare = cast.channel(secrets={})

        assert deliver(client, bare, HELLO, secret="").status_code == 403

    def test_an_address_nobody_has(self, client, channel):
        body = json.dumps(HELLO).encode()

        assert client.post("/webhooks/guess", data=body, headers=signed(body)).status_code == 404

    def test_a_channel_that_is_no_longer_ours(self, send, channel):
        channel.archived_at = channel.made_at
        db.session.commit()

        assert send(HELLO).status_code == 404

    @pytest.mark.parametrize(
        ("body", "reason"),
        [
            (b"", "not-json"),
            (b"{", "not-json"),
            (b'"hello"', "not-items"),
            (b"12", "not-items"),
            (b"null", "not-items"),
            (b'{"comments": 1}', "not-items"),
            (b"\xff\xfe{}", "not-utf8"),
            ('{"id": "é"}'.encode("latin-1"), "not-utf8"),
            (b"\xef\xbb\xbf\xef\xbb\xbf{}", "not-json"),
            (b"[" * 200_000, "too-deep"),
            (b'{"a":' * 100_000, "too-deep"),
            (b'{"id": ' + b"9" * 5000 + b"}", "number-too-long"),
            (b'{"id": NaN}', "not-a-number"),
            (b'{"id": -Infinity}', "not-a-number"),
            (b'{"id": "a", "id": "b", "text": "x"}', "key-twice"),
            (b'{"id": "a", "text": "x"} {"id": "b"}', "not-json"),
        ],
    )
    def test_a_body_that_two_programs_could_read_differently(self, send, body, reason):
        answer = send(body)

        assert (answer.status_code, answer.json["reason"]) == (400, reason)
        assert len(answer.json["error"]) > 20 and "%(" not in answer.json["error"]

    def test_a_body_of_more_than_a_mebibyte(self, client, channel):
        body = b" " * (1024 * 1024 + 1)
        answer = client.post(f"/webhooks/{channel.token}", data=body, headers=signed(body))

        assert (answer.status_code, answer.json["reason"]) == (413, "too-large")

    def test_any_other_method(self, client, channel):
        assert client.get(f"/webhooks/{channel.token}").status_code == 405


@pytest.mark.usefixtures("app")
def test_two_secrets_are_good_while_one_takes_over(client):
    channel = cast.channel(secrets={"secret": "the new one", "former_secret": SECRET})

    assert deliver(client, channel, HELLO).status_code == 202
    assert deliver(client, channel, HELLO, secret="the new one").status_code == 202
    assert deliver(client, channel, HELLO, secret="").status_code == 401


@pytest.mark.usefixtures("app")
def test_a_signature_may_carry_its_method(send):
    headers = signed(json.dumps(HELLO).encode())

    assert (
        send(HELLO, **{"X-Signature-256": f"sha256={headers['X-Signature-256']}"}).status_code
        == 202
    )


@pytest.mark.usefixtures("any_app")
@pytest.mark.parametrize(
    ("item", "reason"),
    [
        (12, "not-an-object"),
        (None, "not-an-object"),
        ([], "not-an-object"),
        ({}, "no-id"),
        ({"id": "", "text": "x"}, "no-id"),
        ({"id": "x" * 401, "text": "x"}, "id-too-long"),
        ({"id": "a\x00b", "text": "x"}, "id-unreadable"),
        ({"id": "\ud800", "text": "x"}, "id-unreadable"),
        ({"id": {"x": 1}, "text": "x"}, "field-wrong"),
        ({"id": True, "text": "x"}, "field-wrong"),
        ({"id": "c1"}, "no-text"),
        ({"id": "c1", "text": " \u200b\x00 \ud83d "}, "no-text"),
        ({"id": "c1", "text": ["x"]}, "field-wrong"),
        ({"id": "c1", "text": "x", "author": "Sami"}, "field-wrong"),
        ({"id": "c1", "text": "x", "author": {"id": "y" * 401}}, "id-too-long"),
        ({"id": "c1", "text": "x", "tags": "eau"}, "field-wrong"),
        ({"id": "c1", "text": "x", "by_us": "no"}, "field-wrong"),
        ({"id": "c1", "text": "x", "created_at": "yesterday"}, "time-wrong"),
        ({"id": "c1", "text": "x", "created_at": 10**400}, "time-wrong"),
        ({"id": "c1", "text": "x", "created_at": 1e300}, "time-wrong"),
        ({"id": "c1", "text": "x", "created_at": False}, "time-wrong"),
        ({"id": "c1", "text": "x", "created_at": 0}, None),
        ({"id": "c1", "text": "x", "created_at": "0001-01-01T00:00:00+14:00"}, "time-wrong"),
        (
            {"id": 2**80, "text": "x\x00y\ud800z", "url": "javascript:alert(1)", "lang": "zz" * 90},
            None,
        ),
        ({"id": "c1", "event": "explode"}, "event-unknown"),
        ({"id": "x" * 401, "event": "delete"}, "id-too-long"),
    ],
)
def test_one_item_that_is_no_comment_does_not_hold_up_the_others(send, channel, item, reason):
    assert (
        send(
            [{"id": "before", "text": "avant"}, item, {"id": "after", "text": "après"}]
        ).status_code
        == 202
    )
    process()

    refusals = db.session.scalars(select(Refusal)).all()
    assert [(each.reason, each.position) for each in refusals] == ([(reason, 2)] if reason else [])
    assert {"before", "after"} <= set(db.session.scalars(select(Comment.platform_id)))
    assert ledger(channel).adds_up and ledger(channel).new == (2 if reason else 3)
    assert db.session.scalar(select(func.count()).where(Comment.url.is_not(None))) == 0


@pytest.mark.usefixtures("app")
class TestTrouble:
    """Whatever happens on our side, the sender hears something a program can act on."""

    def test_a_busy_database_asks_to_send_again(self, send, channel, monkeypatch):
        def busy(*args):
            raise OperationalError("BEGIN IMMEDIATE", None, Exception("database is locked"))

        monkeypatch.setattr("app.ingest.views.receive", busy)
        answer = send(HELLO)
        assert (answer.status_code, answer.json["reason"]) == (503, "busy")
        assert answer.headers["Retry-After"] == "1"

    def test_a_fault_of_ours_keeps_nothing_and_says_so(self, send, channel, monkeypatch):
        monkeypatch.setattr("app.ingest.views.accept", lambda *args: 1 / 0)
        answer = send(HELLO)
        assert (answer.status_code, answer.json["reason"]) == (500, "failed")
        assert count(RawEvent) == 0

    def test_reasons_are_told_in_the_language_that_is_asked_for(self, client, channel, monkeypatch):
        asked = []
        monkeypatch.setattr(
            "app.ingest.views.sentence",
            lambda code, details=None: asked.append(str(get_locale())) or code,
        )
        for language in ("ar", "en", "fr"):
            client.post(
                f"/webhooks/{channel.token}", data=b"{}", headers={"Accept-Language": language}
            )
        assert asked == ["ar", "en", "fr"]

    def test_a_page_read_before_by_the_same_thread_does_not_make_a_delivery_read_only(
        self, send, channel, client
    ):
        client.get("/healthz")
        reading.set(True)
        assert send(HELLO).status_code == 202
        reading.set(False)
        assert count(RawEvent) == 1
