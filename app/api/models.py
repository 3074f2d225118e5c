"""The keys by which programs are known."""

from sqlalchemy import String

from app.extensions import db
from app.lib.clock import UTCDateTime, now


class ApiKey(db.Model):
    """What one program shows to be let in; only its fingerprint is kept."""

    __tablename__ = "api_keys"
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(String(80), nullable=False)
    fingerprint = db.Column(String(64), unique=True, nullable=False)
    by_id = db.Column(db.ForeignKey("users.id", ondelete="SET NULL"), index=True)
    made_at = db.Column(UTCDateTime, nullable=False, default=now)
    # The day, and not each time: a program that asks often must not make the database write as often.
    last_used_on = db.Column(db.Date)
    by = db.relationship("User")
