"""Deliveries come in: kept as they were sent before the sender has an answer, understood afterwards."""

from dataclasses import dataclass

from sqlalchemy import bindparam, text

from app import jobs
from app.connectors.registry import connect
from app.extensions import db
from app.ingest.booking import book, day_of
from app.ingest.processing import process_channel
from app.ingest.queries import waiting_channels
from app.jobs import ring
from app.lib.clock import UTCDateTime, now
from app.lib.transaction import looking

SLICE = 500
KEEP = text(
    "INSERT INTO raw_events (channel_id, fingerprint, payload, items, received_at) "
    "VALUES (:channel_id, :fingerprint, :payload, :items, :received_at) "
    "ON CONFLICT (channel_id, fingerprint) DO NOTHING RETURNING id"
).bindparams(bindparam("received_at", type_=UTCDateTime))


@dataclass(frozen=True, slots=True)
class Parcel:
    """One delivery that was looked at from the outside: who sent it is sure, what it says is not read yet."""

    channel_id: int
    payload: bytes
    items: int
    fingerprint: bytes


def accept(channel, delivery):
    """Check who sent a delivery and how much it carries; raises Unacceptable for what is not taken in."""
    connector = connect(channel)
    connector.verify(delivery)
    items = connector.measure(delivery)
    return Parcel(channel.id, delivery.body, items, connector.fingerprint(delivery))


def receive(connection, parcel):
    """Keep a parcel untouched and book it, in two statements; says whether it is new."""
    received_at = now()
    kept = {
        "channel_id": parcel.channel_id, "fingerprint": parcel.fingerprint,
        "payload": parcel.payload, "items": parcel.items, "received_at": received_at,
    }  # fmt: skip
    is_new = connection.execute(KEEP, kept).scalar() is not None
    known = 0 if is_new else parcel.items
    book(connection, parcel.channel_id, day_of(received_at), received=parcel.items, known=known)
    return is_new


def receive_here(parcel):
    """Keep a parcel as part of what this request or task changes anyway."""
    is_new = receive(db.session.connection(), parcel)
    if is_new:
        ring(jobs.PROCESS_EVENTS)
    return is_new


def process(limit=SLICE):
    """Turn a slice of each channel's waiting raw events into comments; says whether more may wait."""
    with looking():
        channels = waiting_channels()
    more = [process_channel(channel_id, limit) for channel_id in channels]
    return any(more)
