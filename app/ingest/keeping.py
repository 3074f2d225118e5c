"""How long what was sent is kept."""

from pathlib import Path

from flask import current_app
from sqlalchemy import delete, exists, select

from app.extensions import db
from app.ingest.importing import path_of
from app.ingest.models import Import, RawEvent, Refusal
from app.ingest.uploads import uploads
from app.lib.clock import ago

AT_ONCE = 500
STRAY_DAYS = 1


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


def prune_files():
    """Let go of files that were read long ago, and of those that nobody said yes to."""
    before = ago(days=current_app.config["RAW_EVENT_DAYS"])
    read = select(Import).where(Import.ended_at < before, Import.stored_as != "")
    for file in db.session.scalars(read.limit(AT_ONCE)):
        Path(path_of(file)).unlink(missing_ok=True)
        file.stored_as = ""
    left = select(Import).where(Import.state == "mapping", Import.made_at < ago(days=7))
    for file in db.session.scalars(left.limit(AT_ONCE)):
        Path(path_of(file)).unlink(missing_ok=True)
        db.session.delete(file)
    prune_strays()


def prune_strays():
    """Let go of what nobody knows: an upload whose web process ended before it could be written down."""
    before = ago(days=STRAY_DAYS).timestamp()
    old = [each for each in uploads().iterdir() if each.is_file() and each.stat().st_mtime < before]
    for start in range(0, len(old), AT_ONCE):
        some = {each.name: each for each in old[start : start + AT_ONCE]}
        known = select(Import.stored_as).where(Import.stored_as.in_(some))
        for name in some.keys() - set(db.session.scalars(known)):
            some[name].unlink(missing_ok=True)
