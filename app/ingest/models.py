"""What platforms sent, untouched, and what could not be understood."""

from sqlalchemy import JSON, Index, LargeBinary, String, Text, UniqueConstraint, text

from app.extensions import BigId, db
from app.lib.clock import UTCDateTime, now


class RawEvent(db.Model):
    """One payload as the platform sent it; may carry many comments (`items`)."""

    __tablename__ = "raw_events"
    id = db.Column(BigId, primary_key=True)
    channel_id = db.Column(db.ForeignKey("channels.id", ondelete="CASCADE"), nullable=False)
    # SHA-256 of what was sent: the same delivery is stored once.
    fingerprint = db.Column(LargeBinary(32), nullable=False)
    payload = db.Column(LargeBinary, nullable=False)
    items = db.Column(db.Integer, nullable=False, default=1)
    received_at = db.Column(UTCDateTime, nullable=False, default=now)
    processed_at = db.Column(UTCDateTime)
    channel = db.relationship("Channel")
    __table_args__ = (
        UniqueConstraint("channel_id", "fingerprint"),
        Index(
            "ix_raw_events_waiting",
            "channel_id",
            "id",
            sqlite_where=text("processed_at IS NULL"),
            postgresql_where=text("processed_at IS NULL"),
        ),
        Index("ix_raw_events_received", "received_at"),
    )


class Refusal(db.Model):
    """One item that could not become a comment: where it stood, why, and what was sent."""

    __tablename__ = "refusals"
    id = db.Column(BigId, primary_key=True)
    channel_id = db.Column(db.ForeignKey("channels.id", ondelete="CASCADE"), nullable=False)
    raw_event_id = db.Column(db.ForeignKey("raw_events.id", ondelete="CASCADE"), index=True)
    import_id = db.Column(db.ForeignKey("imports.id", ondelete="CASCADE"), index=True)
    # The item's place in its payload, or the line of its file; from 1.
    position = db.Column(BigId, nullable=False)
    # A code of app/ingest/reasons.py, with what fills its sentence.
    reason = db.Column(String(40), nullable=False)
    details = db.Column(JSON, nullable=False, default=dict)
    item = db.Column(Text, nullable=False, default="")
    at = db.Column(UTCDateTime, nullable=False, default=now)
    replayed_at = db.Column(UTCDateTime)
    __table_args__ = (
        Index(
            "ix_refusals_open",
            "channel_id",
            "id",
            sqlite_where=text("replayed_at IS NULL"),
            postgresql_where=text("replayed_at IS NULL"),
        ),
    )


class Import(db.Model):
    """One file on its way into the inbox, and how far it is."""

    __tablename__ = "imports"
    id = db.Column(db.Integer, primary_key=True)
    channel_id = db.Column(
        db.ForeignKey("channels.id", ondelete="CASCADE"), nullable=False, index=True
    )
    by_id = db.Column(db.ForeignKey("users.id", ondelete="SET NULL"), index=True)
    file_name = db.Column(String(255), nullable=False)
    # Where the file is kept, under SADA_HOME/uploads.
    stored_as = db.Column(String(80), nullable=False)
    size = db.Column(BigId, nullable=False)
    kind = db.Column(String(8), nullable=False)
    encoding = db.Column(String(20))
    delimiter = db.Column(String(4))
    # Which column is what: {"text": 2, "author_name": 0, …}; empty until a person said yes.
    mapping = db.Column(JSON, nullable=False, default=dict)
    # mapping, waiting, running, done, failed or stopped
    state = db.Column(String(10), nullable=False, default="mapping")
    reason = db.Column(String(400))
    # How far: bytes (or rows of a sheet) read, the line to go on from, and the counts so far.
    position = db.Column(BigId, nullable=False, default=0)
    rows = db.Column(BigId, nullable=False, default=0)
    rows_total = db.Column(BigId)
    new = db.Column(BigId, nullable=False, default=0)
    updated = db.Column(BigId, nullable=False, default=0)
    known = db.Column(BigId, nullable=False, default=0)
    refused = db.Column(BigId, nullable=False, default=0)
    made_at = db.Column(UTCDateTime, nullable=False, default=now)
    started_at = db.Column(UTCDateTime)
    ended_at = db.Column(UTCDateTime)
    channel = db.relationship("Channel")
    by = db.relationship("User")
