"""One address for every account of an application: signed once, shared out, and silent about strangers."""

import hashlib
import hmac
import json

import pytest

from app.connectors.contract import Connector, Incoming, Part, Shake, Unacceptable
from app.connectors.registry import all_connectors
from app.extensions import db
from app.ingest.actions import process
from app.ingest.models import RawEvent
from app.ingest.queries import ledger
from tests import cast

SECRET = "the application's secret"


class Square(Connector):
    """A platform that delivers for many pages at once."""

    name, title = "square", "Square"
    shares_webhook = receives_webhooks = True
    app_settings = {"secret": "META_APP_SECRET", "verify_token": "META_VERIFY_TOKEN"}

    def verify(self, delivery):
        if not self.app["secret"]:
            raise Unacceptable("secret-missing", 403)
        right = hmac.new(self.app["secret"].encode(), delivery.body, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(right, delivery.headers.get("x-hub-signature-256", "")):
            raise Unacceptable("signature-wrong", 401)

    def challenge(self, delivery):
        if delivery.query.get("hub.verify_token") != self.app["verify_token"]:
            raise Unacceptable("signature-wrong", 403)
        return Shake(delivery.query["hub.challenge"])

    def route(self, delivery):
        for page in json.loads(delivery.body)["pages"]:
            yield Part(page["id"], json.dumps(page).encode(), len(page["said"]))

    def parse(self, payload):
        page = json.loads(payload)
        for number, text in enumerate(page["said"]):
            yield Incoming(f"{page['id']}-{number}", text)


@pytest.fixture(autouse=True)
def square(app, monkeypatch):
    monkeypatch.setitem(all_connectors(), "square", Square)
    app.config.update(META_APP_SECRET=SECRET, META_VERIFY_TOKEN="the word")


@pytest.fixture
def pages(app):
    return [cast.channel("square", f"Page {n}", account_id=str(n)) for n in (1, 2)]


def deliver(client, pages, secret=SECRET):
    body = json.dumps(
        {"pages": [{"id": each, "said": said} for each, said in pages.items()]}
    ).encode()
    signature = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return client.post(
        "/webhooks/app/square", data=body, headers={"X-Hub-Signature-256": signature}
    )


def test_each_channel_gets_its_own_part_and_strangers_parts_are_let_go(client, pages):
    answer = deliver(client, {"1": ["Bonjour", "Merci"], "2": ["سلام"], "3": ["for nobody"]})
    while process():
        pass

    assert answer.status_code == 200
    assert [ledger(page).new for page in pages] == [2, 1]
    assert all(ledger(page).adds_up for page in pages)


def test_the_same_delivery_again_is_known(client, pages):
    for _ in range(2):
        assert deliver(client, {"1": ["Bonjour"]}).status_code == 200
    while process():
        pass

    book = ledger(pages[0])
    assert (book.received, book.new, book.known) == (2, 1, 1)


@pytest.mark.parametrize("secret", ["another secret", ""])
def test_a_wrong_signature_stores_nothing(client, pages, secret):
    assert deliver(client, {"1": ["Bonjour"]}, secret=secret).status_code == 401
    assert db.session.query(RawEvent).count() == 0


def test_without_a_secret_nobody_is_let_in(client, pages, app):
    app.config["META_APP_SECRET"] = ""
    assert deliver(client, {"1": ["Bonjour"]}, secret="").status_code == 403
    assert db.session.query(RawEvent).count() == 0


def test_a_platform_that_asks_whether_we_are_at_home_hears_its_word_as_plain_text(client):
    asked = {"hub.verify_token": "the word", "hub.challenge": "<b>1158201444</b>"}
    answer = client.get("/webhooks/app/square", query_string=asked)

    assert (answer.status_code, answer.text) == (200, "<b>1158201444</b>")
    assert answer.content_type.startswith("text/plain")
    asked["hub.verify_token"] = "a guess"
    refusal = client.get("/webhooks/app/square", query_string=asked)
    assert refusal.status_code == 403 and "1158201444" not in refusal.text


@pytest.mark.parametrize("name", ["mastodon", "nothing"])
def test_there_is_no_shared_door_where_nobody_shares(client, name):
    assert client.post(f"/webhooks/app/{name}", data=b"{}").status_code == 404
    assert client.get(f"/webhooks/app/{name}").status_code == 404
    assert client.get("/webhooks/some-token").status_code == 404
