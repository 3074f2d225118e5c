"""Hubs: what a site publishes is here at once, and nothing that only says to come from them is kept."""

import threading
from contextlib import contextmanager
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.serving import make_server

from app.channels import actions
from app.channels.models import Channel, Poll
from app.channels.subscriptions import SAFETY_SECONDS, Subscription, look_after_hubs
from app.connectors.websub import is_signed, named_hub
from app.extensions import db
from app.ingest.actions import process
from app.ingest.models import RawEvent
from app.lib.clock import now
from app.lib.transaction import transaction
from tests.connectors.platforms import adds_up, connected, due_now, held, read, run_tasks
from tests.fakes.running import running
from tests.fixtures.house import free_port

JUDGES = ("flask-websub",)


@contextmanager
def served(app, port=0):
    """An application that others can call."""
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def reachable(app):
    app.config["ALLOWED_PRIVATE_HOSTS"] = ("127.0.0.1",)
    with served(app) as address:
        app.config["PUBLIC_URL"] = address
        yield app


@pytest.fixture
def fake(reachable):
    with running("feed") as fake:
        yield fake


def the_one():
    db.session.rollback()
    return db.session.scalars(select(Subscription)).one()


def kept():
    db.session.rollback()
    return db.session.scalar(select(func.count(RawEvent.id)))


def publish(fake, **how):
    # Whoever only looked must not hold up those who deliver.
    db.session.rollback()
    return fake.publish(**how)


def wait_for(true):
    pause = threading.Event()
    for _ in range(400):
        if true():
            return
        pause.wait(0.02)
    raise AssertionError("it did not come about")


def answered(fake):
    """What our side said to the hub that looked."""
    wait_for(lambda: all(each["answer"] for each in fake.subscriptions().values()))
    return [(each["answer"], each["echoed"]) for each in fake.subscriptions().values()]


def subscribed(fake, **site):
    fake.comment(text="Ancien article")
    fake.site(**{"names_hub": "header", **site})
    channel = connected(fake)
    run_tasks("ask-hub")
    return channel


def look(after=None):
    db.session.rollback()
    with transaction():
        if after is not None:
            for row in db.session.scalars(select(Subscription)):
                row.ask_at = row.ask_at and row.ask_at - after
        look_after_hubs()
    run_tasks("ask-hub")


@pytest.mark.parametrize(("kind", "where"), [("rss", "header"), ("rss", "body"), ("atom", "body"), ("json", "body")])  # fmt: skip
def test_what_a_hub_delivers_is_here_at_once_and_once(fake, kind, where):
    channel = subscribed(fake, kind=kind, names_hub=where)
    assert answered(fake) == [(200, True)]
    assert the_one().holds and the_one().lease_ends_at > now() + timedelta(days=9)
    fresh = fake.comment(text="Du nouveau à Nebeur")
    assert publish(fake) == [202] and kept() == 1
    assert publish(fake) == [202] and kept() == 1
    while process():
        pass
    assert list(held(channel)) == [fresh]
    read(channel)
    assert list(held(channel)) == [fresh]
    adds_up(channel)
    assert the_one().delivered == 2


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
def test_every_method_of_the_standard_is_understood_and_no_other(method):
    import hmac

    body = "خبر é".encode()
    shown = f"{method}={hmac.new(b'secret', body, method).hexdigest()}"
    assert is_signed("secret", shown, body) and is_signed("secret", shown.upper(), body)
    assert not is_signed("secret", shown, body + b" ") and not is_signed("", shown, body)
    md5 = hmac.new(b"secret", body, "md5").hexdigest()
    for wrong in ("", method, f"{method}=", shown[7:], f"md5={md5}", f"{method}=é"):
        assert not is_signed("secret", wrong, body)


def test_what_is_not_signed_is_counted_and_nothing_of_it_is_kept(fake):
    subscribed(fake)
    answered(fake)
    fake.comment(text="Faux article")
    for lie in ({"secret": "another"}, {"signed": False}, {"method": "md5"}):
        assert publish(fake, **lie) == [202]
    assert kept() == 0 and the_one().unsigned == 3 and the_one().delivered == 0
    assert publish(fake, size=2 * 1024 * 1024) == [413]
    assert kept() == 0


def test_a_question_about_what_we_did_not_ask_has_no_answer(fake, app):
    subscribed(fake, hub_does="stranger")
    assert answered(fake) == [(404, False)]
    row, client = the_one(), app.test_client()
    path, topic = f"/webhooks/hub/{row.word}", row.topic

    def asked(place=path, **more):
        told = {"hub.mode": "subscribe", "hub.topic": topic, "hub.challenge": "x", **more}
        return client.get(place, query_string=told).status_code

    assert asked(**{"hub.mode": "unsubscribe"}) == 404
    assert asked(**{"hub.mode": "unsubscribe", "hub.challenge": "<script>"}) == 404
    assert asked(**{"hub.challenge": ""}) == 404
    assert asked(**{"hub.challenge": "x" * 5000}) == 404
    assert asked("/webhooks/hub/another") == 404
    assert client.post("/webhooks/hub/another", data=b"<rss/>").status_code == 404
    assert not the_one().holds
    assert asked() == 200
    with transaction():
        the_one().asked_at = now() - timedelta(days=2)
    assert asked() == 404


def test_a_hub_that_says_no_or_nothing_leaves_reading_as_it_was(fake):
    channel = subscribed(fake, hub_does="deny")
    assert answered(fake) == [(200, False)]
    row = the_one()
    assert (row.state, row.words) == ("denied", "Pas de place <b>ici</b>")
    assert row.ask_at > now() + timedelta(hours=23)
    due_now(channel.id)
    fresh = fake.comment(text="Lu quand même")
    read(channel)
    assert list(held(channel)) == [fresh]
    assert db.session.get(Poll, channel.id).due_at < now() + timedelta(minutes=40)


def test_a_promise_is_renewed_before_it_ends_and_a_short_one_is_not_counted_on(fake):
    channel = subscribed(fake, lease=1)
    answered(fake)
    row = the_one()
    assert row.ask_at > now() + timedelta(minutes=4), "a hub is not asked every second"
    read(channel)
    assert db.session.get(Poll, channel.id).due_at < now() + timedelta(minutes=40)
    fake.site(lease=864_000)
    look(after=timedelta(minutes=6))
    answered(fake)
    wait_for(lambda: the_one().holds)
    first = the_one().lease_ends_at
    read(channel)
    seldom = db.session.get(Poll, channel.id).due_at
    assert seldom > now() + timedelta(seconds=SAFETY_SECONDS - 60), "reading is the safety net now"
    look(after=timedelta(days=7, hours=13))
    wait_for(lambda: the_one().lease_ends_at > first)


def test_a_paused_channel_leaves_its_hub_and_comes_back(fake):
    channel = subscribed(fake)
    answered(fake)
    with transaction():
        actions.pause(db.session.get(Channel, channel.id))
    look()
    wait_for(lambda: the_one().state == "left")
    (said,) = fake.subscriptions().values()
    assert said["mode"] == "unsubscribe" and said["echoed"]
    fake.comment(text="Trop tard")
    assert publish(fake) == [410] and kept() == 0
    with transaction():
        actions.resume(db.session.get(Channel, channel.id))
    look()
    wait_for(lambda: the_one().holds)
    with transaction():
        actions.archive(db.session.get(Channel, channel.id))
    look()
    wait_for(lambda: the_one().state == "left")


def test_a_hub_that_is_named_no_more_is_left_and_forgotten(fake):
    channel = subscribed(fake)
    answered(fake)
    fake.site(names_hub="")
    fake.comment(text="Sans relais")
    read(channel)
    look()
    wait_for(lambda: not db.session.rollback() and not db.session.scalars(select(Subscription)).all())  # fmt: skip


def test_no_hub_inside_our_network_is_asked(fake, app):
    fake.site(names_hub="header")
    channel = connected(fake)
    app.config["ALLOWED_PRIVATE_HOSTS"] = ()
    run_tasks("ask-hub")
    assert the_one().state == "failed" and "private network" in the_one().words
    assert fake.subscriptions() == {} and channel.id


def test_a_server_nobody_can_reach_asks_no_hub_and_says_so(fake, app, sign_in, nadia):
    app.config["PUBLIC_URL"] = "http://localhost:8000"
    channel = subscribed(fake)
    assert db.session.scalars(select(Subscription)).all() == []
    page = sign_in(nadia).get(f"/channels/{channel.id}").text
    assert "PUBLIC_URL" in page


def test_the_page_of_a_channel_says_how_its_hub_stands_and_no_secret(fake, sign_in, nadia):
    channel = subscribed(fake)
    answered(fake)
    publish(fake, secret="another")
    row = the_one()
    page = sign_in(nadia).get(f"/channels/{channel.id}").text
    assert "tells us at once" in page and "1 delivery without our signature" in page
    assert row.secret not in page and row.word not in page


def test_a_hub_is_found_wherever_the_standard_lets_it_stand():
    at = "https://a.example/feed"
    both = '<https://hub.example/>; rel="hub", <https://a.example/self>; rel=self'
    assert named_hub({"link": both}, b"", at).topic == "https://a.example/self"
    assert named_hub({"link": '</h>; title="a, b"; rel="alternate HUB"'}, b"", at).hub == "https://a.example/h"  # fmt: skip
    assert named_hub({}, b"", at, [("hub", "javascript:alert(1)")]) is None
    assert named_hub({"link": "<https://x.example>; rel=next"}, b"{", at) is None


class Eager:
    """Stands for the queue of a real hub: what is to be done is done by the time anybody looks."""

    def task(self, **opts):
        def mark(function):
            def later(*given, **named):
                given = (self, *given) if opts.get("bind") else given
                threading.Thread(target=function, args=given, kwargs=named, daemon=True).start()

            function.delay = later
            return function

        return mark


def test_a_real_hub_finds_us_tells_us_and_lets_us_go(reachable, fake, tmp_path):
    websub = pytest.importorskip("flask_websub.hub")
    site, port = Flask("hub"), free_port()
    storage = websub.SQLite3HubStorage(str(tmp_path / "hub.sqlite3"))
    hub = websub.Hub(storage, Eager(), SIGNATURE_ALGORITHM="sha512")
    site.register_blueprint(hub.build_blueprint(url_prefix="/hub"))
    fake.site(kind="atom", names_hub=f"http://127.0.0.1:{port}/hub")
    with served(site, port):
        channel = connected(fake)
        run_tasks("ask-hub")
        wait_for(lambda: the_one().holds)
        wait_for(lambda: list(storage.get_callbacks(the_one().topic)))
        fresh = fake.comment(text="Par un vrai relais")
        hub.send_change_notification.delay(the_one().topic, None)
        wait_for(lambda: kept() == 1)
        while process():
            pass
        assert list(held(channel)) == [fresh] and the_one().unsigned == 0
        with transaction():
            actions.archive(db.session.get(Channel, channel.id))
        topic = the_one().topic
        look()
        wait_for(lambda: the_one().state == "left")
        wait_for(lambda: not list(storage.get_callbacks(topic)))
