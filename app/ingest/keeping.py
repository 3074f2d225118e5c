"""How long what was sent is kept."""

from flask import current_app
from sqlalchemy import delete, exists, select

from app.extensions import db
from app.ingest.models import RawEvent, Refusal
from app.lib.clock import ago

AT_ONCE = 500


def prune():
    """Let go of old raw events that were understood; one with a refusal nobody dealt with stays."""
    refused = exists().where(Refusal.raw_event_id == RawEvent.id, Refusal.replayed_at.is_(None))
    old = (
        select(RawEvent.id)
        .where(RawEvent.received_at < ago(days=current_app.config["RAW_EVENT_DAYS"]))
        .where(RawEvent.processed_at.is_not(None), ~refused)
        .order_by(RawEvent.received_at)
        .limit(AT_ONCE)
    )
    ids = db.session.scalars(old).all()
    if ids:
        db.session.execute(delete(RawEvent).where(RawEvent.id.in_(ids)))
    return len(ids)
