"""Try again what was refused: after a fix of ours, or when the reason has gone away."""

from collections import Counter
from types import SimpleNamespace

from app.channels.models import Channel
from app.connectors.registry import connect
from app.extensions import db
from app.ingest.booking import book, day_of
from app.ingest.models import RawEvent, Refusal
from app.ingest.processing import keep_refusals
from app.ingest.settling import REFUSED, settle_apart
from app.ingest.understanding import understand
from app.lib.clock import now

MOST = 500


def replay(refusal):
    """Try one refused item again, or the unread rest of an event; says what became of them, counted.

    What is refused again stays in the list with the reason it has now.
    """
    channel = db.session.get(Channel, refusal.channel_id)
    event = source_of(refusal)
    items = refusal.details.get("items", 1)
    again = understand(
        connect(channel), event, only=range(refusal.position, refusal.position + items)
    )
    outcomes = settle_apart(channel.id, [ready for _, ready in again.items])
    for (position, _), outcome in zip(again.items, outcomes, strict=True):
        again.note(position, outcome)
    lay_down(refusal, again)
    counts = Counter(again.became)
    book(
        db.session.connection(), channel.id, day_of(event.received_at), **taken_back(counts, items)
    )
    return counts


def replay_all(channel, most=MOST):
    """Try again what is refused on a channel, oldest first, up to so many; says what became of them."""
    wanted = db.select(Refusal).where(
        Refusal.channel_id == channel.id, Refusal.replayed_at.is_(None)
    )
    became = Counter()
    for refusal in db.session.scalars(wanted.order_by(Refusal.id).limit(most)).all():
        became += replay(refusal)
    return became


def source_of(refusal):
    """What was sent, as the understanding reads it."""
    event = db.session.get(RawEvent, refusal.raw_event_id)
    return SimpleNamespace(
        id=event.id, payload=event.payload, items=event.items, received_at=event.received_at
    )


def lay_down(refusal, again):
    """Close the refusal, unless the same item is refused again: then it stands with its new reason."""
    if len(again.refusals) == 1 and again.refusals[0]["position"] == refusal.position:
        fresh = again.refusals[0]
        refusal.reason, refusal.details, refusal.at = fresh["reason"], fresh["details"], now()
        return
    refusal.replayed_at = now()
    keep_refusals(refusal.channel_id, again.refusals)


def taken_back(counts, items):
    """For the ledger: the refused are refused no more, unless they are again."""
    more = sum(counts.values()) - items
    return {**counts, REFUSED: counts[REFUSED] - items, "received": more}
