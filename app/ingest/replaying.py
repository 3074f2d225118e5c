"""Try again what was refused: after a fix of ours, or when the reason has gone away."""

import json
from collections import Counter
from types import SimpleNamespace

from flask import current_app

from app.channels.models import Channel
from app.connectors.registry import connect
from app.extensions import db
from app.ingest.booking import book, day_of
from app.ingest.fetching import want
from app.ingest.models import Import, RawEvent, Refusal
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
    event, positions = source_of(refusal)
    again = understand(connect(channel), event, only=positions)
    outcomes = settle_apart(channel.id, [ready for _, ready in again.items])
    for (position, _), outcome in zip(again.items, outcomes, strict=True):
        again.note(position, outcome)
    lay_down(refusal, again, positions)
    want(channel.id, again.wanted)
    counts = Counter(again.became)
    count_rows(refusal, counts)
    changed = taken_back(counts, len(positions))
    book(db.session.connection(), channel.id, day_of(event.received_at), **changed)
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
    """What was sent, as the understanding reads it, and which of its items to try."""
    if refusal.import_id:
        return row_of(refusal), range(1, 2)
    event = db.session.get(RawEvent, refusal.raw_event_id)
    count = refusal.details.get("items", 1)
    source = SimpleNamespace(
        id=event.id, payload=event.payload, items=event.items, received_at=event.received_at
    )
    return source, range(refusal.position, refusal.position + count)


def row_of(refusal):
    """A row of a file, with what its columns mean."""
    file = db.session.get(Import, refusal.import_id)
    told = {"mapping": file.mapping, "zone": current_app.config["TIMEZONE"]}
    told["rows"] = [json.loads(refusal.item)]
    payload = json.dumps(told).encode()
    return SimpleNamespace(id=None, payload=payload, items=1, received_at=refusal.at)


def lay_down(refusal, again, positions):
    """Close the refusal, unless the same item is refused again: then it stands with its new reason."""
    first = again.refusals[0] if again.refusals else None
    if first and len(again.refusals) == 1 and first["position"] == positions.start:
        refusal.reason, refusal.details, refusal.at = first["reason"], first["details"], now()
        return
    refusal.replayed_at = now()
    keep_refusals(refusal.channel_id, again.refusals)


def count_rows(refusal, counts):
    """The counts of the file that the row came with."""
    if refusal.import_id:
        file = db.session.get(Import, refusal.import_id)
        for name in ("new", "updated", "known"):
            setattr(file, name, getattr(file, name) + counts[name])
        file.refused += counts[REFUSED] - 1


def taken_back(counts, items):
    """For the ledger: the refused are refused no more, unless they are again."""
    more = sum(counts.values()) - items
    return {**counts, REFUSED: counts[REFUSED] - items, "received": more}
