"""The devices that asked to be told, what they are to be told of, and the key we sign with."""

from sqlalchemy import String

from app.extensions import BigId, db
from app.lib.clock import UTCDateTime, now
from app.lib.secrets import Encrypted


class PushKey(db.Model):
    """The pair of keys by which push services know this house; made when the first device asks."""

    __tablename__ = "push_keys"
    id = db.Column(db.Integer, primary_key=True)
    kept = db.Column(Encrypted, nullable=False)
    made_at = db.Column(UTCDateTime, nullable=False, default=now)


class PushDevice(db.Model):
    """One browser of somebody; its address and keys are known to this house alone."""

    __tablename__ = "push_devices"
    id = db.Column(db.Integer, primary_key=True)
    user_id = db.Column(db.ForeignKey("users.id", ondelete="CASCADE"), nullable=False, index=True)
    fingerprint = db.Column(String(64), unique=True, nullable=False)
    # endpoint, p256dh and auth, as the browser told them
    kept = db.Column(Encrypted, nullable=False)
    name = db.Column(String(80), nullable=False, default="")
    made_at = db.Column(UTCDateTime, nullable=False, default=now)
    told_at = db.Column(UTCDateTime)
    user = db.relationship("User")


class PushWait(db.Model):
    """A comment that somebody is still to be told of."""

    __tablename__ = "push_waits"
    user_id = db.Column(db.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    comment_id = db.Column(
        BigId, db.ForeignKey("comments.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    # escalated or urgent
    why = db.Column(String(10), nullable=False)
    at = db.Column(UTCDateTime, nullable=False, default=now)
