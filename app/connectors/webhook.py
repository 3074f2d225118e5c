"""Any system of yours: it sends signed comments, and gets answers back when it names a call-back."""

import json
from hashlib import sha256

from flask_babel import lazy_gettext as _l

from app.connectors.callback import CallBack
from app.connectors.contract import Can, Connector, Setting, Unacceptable
from app.connectors.items import read_item
from app.connectors.reading import read_json
from app.connectors.signature import SIGNATURE, TIMESTAMP, check

MOST_ITEMS = 1000
DELIVERY = "x-delivery-id"


class Webhook(CallBack, Connector):
    """docs/webhook.md is what the other side reads."""

    name = "webhook"
    title = _l("Signed webhook")
    icon = "webhook"
    about = _l("Any system of yours sends comments and hears of replies, hides and deletes.")
    receives_webhooks = True
    settings = (
        Setting(
            "base_url", _l("Call-back address"), kind="url",
            about=_l("Where replies, hides and deletes are sent, signed. Empty: they stay here."),
        ),
        Setting("secret", _l("Secret"), kind="secret", required=True, about=_l("Signs what is sent, both ways.")),
        Setting(
            "former_secret", _l("Former secret"), kind="secret",
            about=_l("Still accepted while the other side changes to the new one."),
        ),
    )  # fmt: skip
    can = frozenset((Can.REPLY, Can.HIDE, Can.UNHIDE, Can.DELETE))

    @property
    def allows(self):
        """Without a call-back nobody over there would hear of it."""
        return self.can if self.set["base_url"] else frozenset()

    def verify(self, delivery):
        secrets = (self.secrets.get("secret"), self.secrets.get("former_secret"))
        check(secrets, delivery.headers, delivery.body)

    def measure(self, delivery):
        items = items_of(read_json(delivery.body))
        if len(items) > MOST_ITEMS:
            raise Unacceptable("too-many", most=MOST_ITEMS, count=len(items))
        return len(items)

    def fingerprint(self, delivery):
        """A delivery with an id of its own is known again when it is sent again; else by when it was signed."""
        headers = delivery.headers
        own = headers.get(DELIVERY) or f"{headers.get(TIMESTAMP)}.{headers.get(SIGNATURE)}"
        return sha256(own.encode("utf-8", "replace") + b"\n" + delivery.body).digest()

    def parse(self, payload):
        for item in items_of(read_json(payload)):
            yield read_item(item)

    def quote(self, payload, position):
        item = items_of(read_json(payload))[position - 1]
        return json.dumps(item, ensure_ascii=False)


def items_of(body):
    """A body is one item, a list of them, or a list under "comments"."""
    if isinstance(body, dict):
        body = body["comments"] if "comments" in body else [body]
    if not isinstance(body, list):
        raise Unacceptable("not-items")
    return body
