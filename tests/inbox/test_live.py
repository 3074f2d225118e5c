"""One stream of changes a browser: quick, never more than the server can bear, and not missed when Redis is away."""

import time

import pytest

from app.comments.actions import resolve
from app.extensions import db
from app.inbox.live import LONGEST_QUEUE, Hub, hub_of, stream
from app.lib.transaction import transaction


@pytest.fixture
def hub(the_app, live_bell):
    """The hub of this process, listening to a real Valkey."""
    the_app.extensions.pop("sada-hub", None)
    hub = hub_of(the_app)
    yield hub
    the_app.extensions.pop("sada-hub", None)


def listening(hub):
    """A line whose hub hears what is told."""
    import redis

    line = hub.join()
    link, end = redis.Redis.from_url(hub.address), time.monotonic() + 5
    while dict(link.pubsub_numsub(hub.heard_on))[hub.heard_on.encode()] < 1:
        assert time.monotonic() < end, "nobody listens"
        time.sleep(0.01)
    return line


def test_a_change_is_heard_within_a_second_of_its_commit(hub, insult, leila):
    line = listening(hub)
    began = time.monotonic()

    with transaction():
        resolve(db.session.merge(insult), by=leila)
    heard = line.get(timeout=1)

    assert time.monotonic() - began < 1
    assert (heard["kind"], heard["ids"], heard["version"]) == (
        "comment-changed",
        [str(insult.id)],
        2,
    )


def test_what_is_rolled_back_is_never_told(hub, insult, leila):
    line = listening(hub)

    resolve(insult, by=leila)
    db.session.rollback()
    with transaction():
        resolve(db.session.merge(insult), by=leila)

    assert line.get(timeout=1)["version"] == 2
    assert line.empty()


def test_a_message_leaves_as_an_event_of_the_stream(hub):
    line = hub.join()
    said = stream(hub, line)
    hub.spread({"kind": "comment-arrived", "ids": [7, 8], "count": 2})

    assert next(said) == ": hello\n\n"
    assert next(said).startswith(
        'event: comment-arrived\ndata: {"kind": "comment-arrived", "ids": ["7", "8"]'
    )


def test_a_browser_that_went_away_frees_its_place(hub):
    said = stream(hub, hub.join())
    next(said)
    said.close()

    assert hub.lines == set()


def test_no_more_streams_than_half_of_the_threads(the_app, sign_in, leila, hub):
    most = the_app.config["WEB_THREADS"] // 2
    lines = [hub.join() for _ in range(most)]
    client = sign_in(leila)

    refused = client.get("/events")
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "10")

    hub.leave(lines[0])
    answer = client.get("/events")
    assert (answer.status_code, answer.mimetype) == (200, "text/event-stream")
    answer.close()


def test_who_is_not_signed_in_hears_nothing(client):
    assert client.get("/events").status_code == 302


def test_a_browser_far_behind_is_told_to_look_again(hub):
    line = hub.join()
    for number in range(LONGEST_QUEUE + 1):
        hub.spread({"kind": "comment-changed", "ids": [number], "version": 2})

    assert line.get_nowait()["ids"] == []
    assert line.get_nowait()["ids"] == [str(LONGEST_QUEUE)]
    assert line.empty()


def test_a_page_is_served_and_a_stream_stays_open_while_redis_is_away(
    the_app, sign_in, leila, insult
):
    hub = Hub("unix:///nowhere/valkey.sock", 2)
    said = stream(hub, hub.join())

    assert next(said) == ": hello\n\n"
    assert sign_in(leila).get("/inbox").status_code == 200
    hub.spread({"kind": "comment-changed", "ids": [1], "version": 2})
    assert "comment-changed" in next(said)
    said.close()
