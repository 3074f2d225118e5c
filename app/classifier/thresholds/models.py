"""Which thresholds the team chose, when, and who did."""

from sqlalchemy import Index, String

from app.extensions import db
from app.lib.clock import UTCDateTime, now


class Threshold(db.Model):
    """From here on a label counts from this score in a language; without a value, as it ships. The latest counts."""

    __tablename__ = "thresholds"
    id = db.Column(db.Integer, primary_key=True)
    label = db.Column(String(20), nullable=False)
    language = db.Column(String(8), nullable=False, default="*")
    value = db.Column(db.Float)
    by_id = db.Column(db.ForeignKey("users.id", ondelete="SET NULL"), index=True)
    at = db.Column(UTCDateTime, nullable=False, default=now)
    by = db.relationship("User")
    __table_args__ = (Index("ix_thresholds_label", "label", "language", "id"),)
