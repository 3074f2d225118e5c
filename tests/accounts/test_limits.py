"""Guessing passwords is slow, also while Redis is away; forms without a token are nobody's."""

import re

import pytest
from flask_security import hash_password

from app.extensions import db
from app.factory import create_app
from app.lib.limits import limiter
from tests.cast import PASSWORD, person
from tests.conftest import settings
from tests.fixtures import running_valkey


def limited(sqlite, home, **more):
    """An app that counts, with the Redis it is given."""
    given = settings(sqlite.fresh(), home, **more)
    app = create_app(given, TESTING=True, WTF_CSRF_ENABLED=False)
    limiter._storage_dead = False
    with app.app_context():
        leila = person("Leila", "moderator")
        leila.password = hash_password(PASSWORD)
        db.session.commit()
    return app


def guess(app, email="leila@example.org", address="203.0.113.7", password="wrong words"):
    with app.test_client() as client:
        form = {"email": email, "password": password}
        return client.post("/login", data=form, environ_base={"REMOTE_ADDR": address}).status_code


@pytest.fixture(params=["redis", "no redis"])
def counting(request, sqlite, home):
    url = request.getfixturevalue("valkey") if request.param == "redis" else "unix:///nowhere.sock"
    app = limited(sqlite, home, REDIS_URL=url)
    if request.param == "redis":
        limiter.reset()
    yield app
    app.config["RATELIMIT_ENABLED"] = False
    limiter.enabled = False


def test_one_account_is_guessed_ten_times_a_minute_however_many_ask(counting):
    answers = [guess(counting, address=f"203.0.113.{n}") for n in range(12)]

    assert answers == [200] * 10 + [429] * 2
    assert guess(counting, address="198.51.100.9", password=PASSWORD) == 429
    assert guess(counting, email="LEILA@example.org ", address="198.51.100.8") == 429


def test_one_address_asks_twenty_times_a_minute_whomever_it_guesses(counting):
    answers = [guess(counting, email=f"user{n}@example.org") for n in range(22)]

    assert answers == [200] * 20 + [429] * 2
    assert guess(counting, address="198.51.100.9", password=PASSWORD) == 302


def test_a_whole_ipv6_network_is_one_visitor(counting):
    answers = [
        guess(counting, email=f"user{n}@example.org", address=f"2001:db8::{n:x}") for n in range(22)
    ]

    assert answers[-1] == 429


def test_who_asks_too_often_is_told_when_to_come_back(counting):
    for _ in range(10):
        guess(counting)
    with counting.test_client() as client:
        response = client.post("/login", data={"email": "leila@example.org", "password": "x"})

    assert response.status_code == 429
    assert 0 < int(response.headers["Retry-After"]) <= 60
    with counting.test_client() as client:
        assert client.get("/login").status_code == 200


def test_guessing_stays_slow_when_redis_dies_meanwhile(sqlite, home):
    with running_valkey() as (url, process):
        app = limited(sqlite, home, REDIS_URL=url)
        before = [guess(app, address=f"203.0.113.{n}") for n in range(5)]
        process.kill()
        process.wait(10)
        after = [guess(app, address=f"203.0.113.{n}") for n in range(5, 20)]

    assert before == [200] * 5
    assert after[-5:] == [429] * 5
    assert after.count(200) <= 10


def test_the_visitor_behind_a_trusted_proxy_is_the_one_it_names(sqlite, home):
    app = limited(sqlite, home, TRUSTED_PROXIES="1")
    with app.test_client() as client:
        client.get("/login", headers={"X-Forwarded-For": "192.0.2.1, 198.51.100.1"})
        from flask import request

        assert request.remote_addr == "198.51.100.1"


def test_nobody_else_says_who_they_are(app):
    with app.test_client() as client:
        client.get("/login", headers={"X-Forwarded-For": "198.51.100.1"})
        from flask import request

        assert request.remote_addr == "127.0.0.1"


@pytest.fixture
def strict(sqlite, home):
    """An app that asks every form for its token."""
    app = create_app(settings(sqlite.fresh(), home), TESTING=True, RATELIMIT_ENABLED=False)
    with app.app_context():
        leila = person("Leila", "moderator")
        leila.password = hash_password(PASSWORD)
        db.session.commit()
        yield app
        db.session.remove()


def token_of(page):
    return re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)[1]


def test_a_form_is_taken_with_its_token_only(strict):
    client = strict.test_client()
    form = {"email": "leila@example.org", "password": PASSWORD}
    refused = client.post("/login", data=form)
    assert (refused.status_code, refused.headers["Location"]) == (302, "/login")
    assert client.get("/profile").status_code == 302

    token = token_of(client.get("/login"))
    assert client.post("/login", data={**form, "csrf_token": token}).headers["Location"] == "/"
    assert client.get("/profile").status_code == 200


def test_the_token_may_come_in_a_header_as_htmx_sends_it(strict):
    client = strict.test_client()
    token = token_of(client.get("/login"))
    form = {"email": "leila@example.org", "password": PASSWORD}
    client.post("/login", data=form, headers={"X-CSRFToken": token})
    profile = {"name": "Leïla", "locale": "fr", "theme": "dark"}

    assert client.post("/profile", data=profile).status_code == 400
    token = token_of(client.get("/profile"))
    assert client.post("/profile", data=profile, headers={"X-CSRFToken": token}).status_code == 303
    assert "Leïla" in client.get("/profile").text


def test_a_program_that_asks_too_often_waits_and_another_does_not(sqlite, home, valkey):
    from app.api.keys import make_key

    app = limited(sqlite, home, REDIS_URL=valkey, API_RATE="2/minute")
    limiter.reset()
    with app.app_context():
        busy, quiet = make_key("Coral", by=None), make_key("A forum", by=None)
        db.session.commit()
    asked = {"comment": {"text": "hello"}, "requestedAttributes": {"TOXICITY": {}}}

    def ask(key):
        return app.test_client().post(f"/api/comments:analyze?key={key}", json=asked)

    try:
        answers = [ask(busy) for _ in range(3)]
        assert [answer.status_code for answer in answers] == [200, 200, 429]
        assert answers[2].json["error"]["status"] == "RESOURCE_EXHAUSTED"
        assert ask(quiet).status_code == 200
    finally:
        app.config["RATELIMIT_ENABLED"] = False
        limiter.enabled = False
