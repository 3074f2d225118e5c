"""Who is at a comment: seen by the others, forgotten soon, and nothing breaks without Redis."""

import json

import redis

from app.inbox import presence
from app.lib.bell import own
from tests import cast


def test_a_colleague_who_writes_is_seen_on_row_and_pane(live_bell, sign_in, leila, nadia, page):
    comment = cast.comment(page)
    assert sign_in(nadia).get(f"/comments/{comment.id}/presence?doing=writing").status_code == 204

    text = sign_in(leila).get(f"/inbox/{comment.id}").text
    assert "Nadia is writing an answer" in text
    assert text.count(f'data-user="{nadia.id}" data-name="Nadia" data-doing="writing"') == 2
    # nobody is shown to themselves
    assert "is writing an answer</bdi>" not in sign_in(nadia).get(f"/inbox/{comment.id}").text

    sign_in(nadia).get(f"/comments/{comment.id}/presence?doing=gone")
    assert "here__who" not in sign_in(leila).get("/inbox").text


def test_who_fell_silent_is_forgotten(the_app, live_bell, leila, page, monkeypatch):
    comment = cast.comment(page)
    monkeypatch.setattr(presence, "SECONDS", -1)
    link = redis.Redis.from_url(live_bell)
    link.hset(
        own("here"),
        f"{comment.id}:{leila.id}",
        json.dumps({"name": "L", "doing": "looking", "until": 1}),
    )
    assert presence.everybody() == []
    assert link.hlen(own("here")) == 0


def test_without_redis_the_inbox_is_drawn_and_nobody_is_seen(sign_in, leila, page):
    comment = cast.comment(page)
    client = sign_in(leila)
    assert client.get(f"/comments/{comment.id}/presence?doing=looking").status_code == 204
    assert client.get(f"/comments/{comment.id}/presence?doing=dancing").status_code == 400
    assert client.get(f"/inbox/{comment.id}").status_code == 200
