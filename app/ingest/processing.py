"""A slice of one channel's raw events, from bytes to comments.

What is slow (reading, cleaning, cutting words) happens before anything is locked, so that whoever delivers
meanwhile has an answer at once; then one short transaction makes sure the events still wait, and keeps everything.
"""

from collections import Counter

from sqlalchemy import insert, select, update

from app.channels.models import Channel
from app.connectors.registry import connect
from app.extensions import db
from app.ingest.booking import book, day_of
from app.ingest.fetching import want
from app.ingest.models import RawEvent, Refusal
from app.ingest.queries import next_events
from app.ingest.settling import settle_apart
from app.ingest.understanding import understand
from app.lib.clock import now
from app.lib.transaction import looking, transaction

EVENTS = RawEvent.__table__


def process_channel(channel_id, limit):
    """Understand and keep the oldest waiting events of a channel; says whether more may wait."""
    with looking():
        channel = db.session.get(Channel, channel_id)
        connector = channel and connect(channel)
        events, more = next_events(channel_id, limit) if channel else ([], False)
    understood = [understand(connector, event) for event in events]
    if not understood:
        return False
    with transaction():
        if not take([each.event_id for each in understood]):
            return False
        keep_understood(channel_id, understood)
    return more


def take(ids):
    """Make the events ours; false when another worker has any of them."""
    waiting = select(EVENTS.c.id).where(EVENTS.c.id.in_(ids), EVENTS.c.processed_at.is_(None))
    free = db.session.scalars(waiting.with_for_update(skip_locked=True)).all()
    if len(free) < len(ids):
        return False
    db.session.execute(update(EVENTS).where(EVENTS.c.id.in_(ids)).values(processed_at=now()))
    return True


def keep_understood(channel_id, understood):
    """Save the comments, set aside what cannot be one, and book both."""
    items = [(each, position, ready) for each in understood for position, ready in each.items]
    outcomes = settle_apart(channel_id, [ready for _, _, ready in items])
    for (each, position, _), outcome in zip(items, outcomes, strict=True):
        each.note(position, outcome)
    keep_refusals(channel_id, [refusal for each in understood for refusal in each.refusals])
    want(channel_id, [item for each in understood for item in each.wanted])
    seen = max(each.received_at for each in understood)
    db.session.execute(
        update(Channel).where(Channel.id == channel_id).values(last_received_at=seen)
    )
    book_all(channel_id, understood)


def keep_refusals(channel_id, refusals):
    if refusals:
        rows = [{"channel_id": channel_id, **refusal} for refusal in refusals]
        db.session.connection().execute(insert(Refusal.__table__), rows)


def book_all(channel_id, understood):
    """Each item belongs to the day on which it was received."""
    days = {}
    for each in understood:
        days.setdefault(day_of(each.received_at), Counter()).update(each.counts())
    for day, counts in sorted(days.items()):
        book(db.session.connection(), channel_id, day, **counts)
