"""Keep what was asked for, as what was delivered is kept: untouched, and booked in the same change."""

import json
from hashlib import sha256

from app.connectors.contract import Delivery, Unacceptable
from app.extensions import db
from app.ingest.booking import book, day_of
from app.ingest.models import RawEvent
from app.lib.clock import now
from app.lib.upsert import insert_into

EVENTS = RawEvent.__table__
AT_ONCE = 200


def store(connector, channel_id, mark, payloads):
    """Keep payloads, told apart from those of other turns by the turn's mark; says how many items are new."""
    at = now()
    rows = [
        {
            "channel_id": channel_id,
            "fingerprint": sha256(mark.encode() + body).digest(),
            "payload": body,
            "items": items_in(connector, body),
            "received_at": at,
        }
        for body in payloads
    ]
    items = 0
    for start in range(0, len(rows), AT_ONCE):
        put = insert_into(EVENTS).values(rows[start : start + AT_ONCE])
        items += sum(db.session.scalars(put.on_conflict_do_nothing().returning(EVENTS.c["items"])))
    if items:
        book(db.session.connection(), channel_id, day_of(at), received=items)
    return items


def packed(payload):
    """A payload as it is kept; the same always as the same bytes."""
    if isinstance(payload, bytes):
        return payload
    return json.dumps(payload, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")


def items_in(connector, body):
    try:
        return connector.measure(Delivery(body, {}))
    except Unacceptable:
        return 1
