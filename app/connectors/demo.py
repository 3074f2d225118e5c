"""A made-up page for the demo: it takes every answer and tells nobody. Nothing leaves this machine."""

import json
from uuid import uuid4

from flask_babel import lazy_gettext as _l

from app.connectors.contract import Can, Connector, Sent
from app.connectors.items import read_item


class DemoPage(Connector):
    """Looks like a platform with everything a page can do."""

    name = "demo"
    title = _l("Made-up page")
    # Only the demo makes one.
    offered = False
    can = frozenset({Can.REPLY, Can.HIDE, Can.UNHIDE, Can.DELETE})

    def verify(self, delivery):
        """Nothing comes from outside: the demo itself delivers."""

    def measure(self, delivery):
        return len(json.loads(delivery.body))

    def parse(self, payload):
        for item in json.loads(payload):
            yield read_item(item)

    def reply(self, comment, text, *, reply_id=None):
        return Sent(platform_id=f"demo-{reply_id or uuid4()}")

    def hide(self, comment):
        return Sent(state="hidden")

    def unhide(self, comment):
        return Sent(state="visible")

    def delete(self, comment):
        return Sent(state="deleted")
