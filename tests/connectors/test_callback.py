"""Our acts, told to the system on the other side, and what its answers mean."""

import hashlib
import hmac
import json
import time
from datetime import timedelta

import pytest

from app.connectors.contract import Can, Sent
from app.connectors.registry import connect
from app.lib.clock import now
from app.lib.errors import PermanentError, Refused, TransientError, Unsure
from tests import cast
from tests.connectors.signing import SECRET

pytestmark = pytest.mark.usefixtures("localhost_allowed")


@pytest.fixture
def channel(app, other_side):
    return cast.channel(settings={"base_url": other_side.url}, secrets={"secret": SECRET})


@pytest.fixture
def comment(channel):
    return cast.comment(
        channel, platform_id="c/1", parent_platform_id="c/0", author=cast.author(channel),
        post=cast.post(channel),
    )  # fmt: skip


@pytest.fixture
def speak(channel):
    return connect(channel)


def test_a_reply_arrives_signed_and_its_id_is_known(speak, comment, other_side):
    other_side.answer = (201, {}, json.dumps({"id": "r-9"}).encode())

    assert speak.reply(comment, "شكرا، نصلح الأمر", reply_id=41) == Sent("r-9")

    path, headers, body = other_side.told[0]
    told = json.loads(body)
    assert path == "/sada?x=1" and headers["host"] == f"localhost:{other_side.server_port}"
    assert (told["event"], told["comment_id"], told["parent_id"]) == ("reply", "c/1", "c/0")
    assert (told["text"], told["reply_id"]) == ("شكرا، نصلح الأمر", "41")
    assert (told["post_id"], told["author_id"]) == (
        comment.post.platform_id,
        comment.author.platform_id,
    )
    assert headers["idempotency-key"] == "reply-41"
    expected = hmac.new(
        SECRET.encode(), headers["x-timestamp"].encode() + b"." + body, hashlib.sha256
    )
    assert hmac.compare_digest(headers["x-signature-256"], expected.hexdigest())
    assert abs(int(headers["x-timestamp"]) - time.time()) < 5


@pytest.mark.parametrize("act", ["hide", "unhide", "delete"])
def test_measures_arrive_and_may_be_done_already(speak, comment, other_side, act):
    for status in (200, 204, 409, 404, 410):
        other_side.answer = (status, {}, b"")
        assert isinstance(getattr(speak, act)(comment), Sent)
    assert {json.loads(body)["event"] for _, _, body in other_side.told} == {act}


@pytest.mark.parametrize(
    ("status", "failure"),
    [
        (400, Refused), (409, Refused), (422, Refused), (401, PermanentError), (403, PermanentError),
        (404, PermanentError), (410, PermanentError), (418, PermanentError), (302, PermanentError),
        (429, TransientError), (503, TransientError), (500, Unsure), (502, Unsure), (504, Unsure),
    ],
)  # fmt: skip
def test_what_an_answer_to_a_reply_means(speak, comment, other_side, status, failure):
    other_side.answer = (status, {"Location": "http://169.254.169.254/"}, b"not json")

    with pytest.raises(failure):
        speak.reply(comment, "Merci")
    assert len(other_side.told) == 1


def test_a_refusal_is_told_in_the_other_sides_words(speak, comment, other_side):
    other_side.answer = (422, {}, json.dumps({"error": "Trop long"}).encode())

    with pytest.raises(Refused, match="Trop long"):
        speak.reply(comment, "…")


def test_a_broken_other_side_is_asked_again_to_hide_but_never_to_answer(speak, comment, other_side):
    other_side.answer = (500, {}, b"")

    with pytest.raises(TransientError):
        speak.hide(comment)
    with pytest.raises(Unsure):
        speak.reply(comment, "Merci")


@pytest.mark.parametrize("form", ["90", "%a, %d %b %Y %H:%M:%S GMT"])
def test_patience_is_kept_as_long_as_asked(speak, comment, other_side, form):
    told = (now() + timedelta(seconds=90)).strftime(form)
    other_side.answer = (429, {"Retry-After": told}, b"")

    with pytest.raises(TransientError) as caught:
        speak.hide(comment)
    assert timedelta(seconds=85) < caught.value.not_before - now() <= timedelta(seconds=91)


@pytest.mark.parametrize("told", ["soon", "", "-5", "9" * 30])
def test_nonsense_patience_is_a_short_or_a_day_at_most(speak, comment, other_side, told):
    other_side.answer = (503, {"Retry-After": told}, b"")

    with pytest.raises(TransientError) as caught:
        speak.hide(comment)
    assert timedelta(0) < caught.value.not_before - now() <= timedelta(days=1)


def test_an_answer_cut_off_leaves_us_unsure(speak, comment, other_side):
    other_side.answer = (200, {"Content-Length": "50"}, b"{}")

    with pytest.raises(Unsure):
        speak.reply(comment, "Merci")


def test_an_endless_answer_is_not_read_and_leaves_the_reply_in_doubt(speak, comment, other_side):
    other_side.answer = (200, {}, b"x" * (1024 * 1024 + 1))

    with pytest.raises(Unsure):
        speak.reply(comment, "Merci")


@pytest.mark.parametrize(
    "body", [b"[1]", b"12", b"{", b"[" * 100_000, b'{"id": null}', b'{"id": {}}']
)
def test_an_odd_answer_is_still_a_yes(speak, comment, other_side, body):
    other_side.answer = (200, {}, body)

    assert speak.reply(comment, "Merci") == Sent(None)


def test_nobody_there_means_it_never_left(channel, comment, other_side):
    other_side.shutdown()
    other_side.server_close()

    with pytest.raises(TransientError):
        connect(channel).reply(comment, "Merci")


def test_without_a_call_back_nothing_is_done_over_there(app):
    bare = cast.channel(secrets={"secret": SECRET})
    comment = cast.comment(bare)

    assert connect(bare).allows == frozenset()
    assert not any(comment.can(what) for what in Can)


def test_with_a_call_back_one_comment_may_still_forbid_it(channel, comment):
    comment.can_hide = False

    assert comment.can(Can.REPLY) and not comment.can(Can.HIDE) and comment.can(Can.UNHIDE)
