"""Deliveries come in: kept as they were sent before the sender has an answer, understood afterwards."""

from app import jobs
from app.connectors.registry import connect
from app.extensions import db
from app.ingest.booking import book, day_of
from app.ingest.models import RawEvent
from app.ingest.processing import process_channel
from app.ingest.queries import waiting_channels
from app.jobs import ring
from app.lib.clock import now
from app.lib.transaction import looking
from app.lib.upsert import insert_into

SLICE = 500


def receive(channel, delivery):
    """Check who sent it and keep it untouched; says how many items it carries and whether they are known."""
    connector = connect(channel)
    connector.verify(delivery)
    items = connector.measure(delivery)
    if not items:
        return 0, True
    fingerprint = connector.fingerprint(delivery)
    return items, keep(channel.id, delivery.body, items=items, fingerprint=fingerprint)


def keep(channel_id, payload, *, items, fingerprint):
    """Keep one payload and book it, in two statements; says whether it is new."""
    received_at = now()
    event = {
        "channel_id": channel_id, "fingerprint": fingerprint, "payload": payload, "items": items,
        "received_at": received_at,
    }  # fmt: skip
    kept = insert_into(RawEvent.__table__).on_conflict_do_nothing().returning(RawEvent.id)
    is_new = db.session.scalar(kept, event) is not None
    book(channel_id, day_of(received_at), received=items, known=0 if is_new else items)
    if is_new:
        ring(jobs.PROCESS_EVENTS)
    return is_new


def process(limit=SLICE):
    """Turn a slice of each channel's waiting raw events into comments; says whether more may wait."""
    with looking():
        channels = waiting_channels()
    more = [process_channel(channel_id, limit) for channel_id in channels]
    return any(more)
