"""One raw event, from bytes to things that are ready to be kept, and those that cannot be. Pure: no database."""

import logging
import sys
import traceback
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from app.comments.ready import Unfit, ready
from app.connectors.contract import Bad, Fetch
from app.ingest.settling import REFUSED
from app.lib.clock import now
from app.lib.text import clean

log = logging.getLogger(__name__)
LONGEST_ITEM = 20_000


@dataclass
class Understood:
    """What one raw event said: (position, Ready) each, and a refusal for every item that is none."""

    event_id: int
    received_at: datetime
    told: int
    connector: object
    payload: bytes
    items: list = field(default_factory=list)
    refusals: list = field(default_factory=list)
    # What the platform only named; it is no comment before it was fetched.
    wanted: list = field(default_factory=list)
    became: Counter = field(default_factory=Counter)

    def note(self, position, outcome):
        """Write down what became of one item."""
        if outcome == REFUSED:
            self.refuse(position, "not-kept")
        else:
            self.became[outcome] += 1

    def refuse(self, position, reason, details=None, item="", items=1):
        """Set an item aside, or all the rest of an event that cannot be read on."""
        self.became[REFUSED] += items
        self.refusals.append(
            {
                "raw_event_id": self.event_id,
                "position": position,
                "reason": reason,
                "at": now(),
                "details": {**(details or {}), **({"items": items} if items > 1 else {})},
                "item": clean(item, LONGEST_ITEM) or self.quote(position),
            }  # fmt: skip
        )

    def quote(self, position):
        try:
            return clean(self.connector.quote(self.payload, position), LONGEST_ITEM)
        except Exception:
            return ""

    def counts(self):
        """For the ledger; a payload that held more or less than was told at the door is put right."""
        more = sum(self.became.values()) - self.told
        return Counter(self.became, received=more) if more else self.became


def understand(connector, event, only=None):
    """Read one event; whatever is wrong with it or with an item of it is a refusal and stops nothing else.

    `only`, a range of positions, is for who tries refused items again.
    """
    found = Understood(event.id, event.received_at, event.items, connector, event.payload)
    wanted = only or range(1, sys.maxsize)
    position = 0
    try:
        for position, item in enumerate(connector.parse(event.payload), 1):
            if position >= wanted.stop:
                break
            if position in wanted:
                take(found, position, item)
    except Exception as error:
        # Not the message, which may quote what somebody wrote.
        where = "".join(traceback.format_tb(error.__traceback__, -3))
        log.error("Event %s: %s\n%s", event.id, type(error).__name__, where)
        first = max(position + 1, wanted.start)
        end = only.stop if only else event.items + 1
        found.refuse(first, "not-understood", items=max(end - first, 1))
    return found


def take(found, position, item):
    if isinstance(item, Bad):
        found.refuse(position, item.reason, item.details, item.item)
        return
    if isinstance(item, Fetch):
        found.wanted.append(item)
        return
    try:
        found.items.append((position, ready(item, found.received_at)))
    except Unfit as error:
        found.refuse(position, error.reason, error.details)
