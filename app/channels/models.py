"""Our presences on platforms, and the ledger of what each received."""

import secrets

from sqlalchemy import JSON, String

from app.extensions import BigId, db
from app.lib.clock import UTCDateTime, now
from app.lib.secrets import Encrypted


def new_token():
    return secrets.token_urlsafe(24)


class Channel(db.Model):
    """One presence of ours on a platform: a page, a video channel, a form on a site."""

    __tablename__ = "channels"
    id = db.Column(db.Integer, primary_key=True)
    platform = db.Column(String(40), nullable=False)
    name = db.Column(String(120), nullable=False)
    token = db.Column(String(64), nullable=False, unique=True, default=new_token)
    settings = db.Column(JSON, nullable=False, default=dict)
    secrets = db.Column(Encrypted, nullable=False, default=dict)
    made_at = db.Column(UTCDateTime, nullable=False, default=now)
    by_id = db.Column(db.ForeignKey("users.id", ondelete="SET NULL"), index=True)
    paused_at = db.Column(UTCDateTime)
    archived_at = db.Column(UTCDateTime)
    # A platform that asked for patience holds back the whole channel until then.
    not_before = db.Column(UTCDateTime)
    last_received_at = db.Column(UTCDateTime)
    last_error = db.Column(String(400))
    last_error_at = db.Column(UTCDateTime)


class LedgerDay(db.Model):
    """What one channel received on one day, in comments: received = new + updated + known + refused + waiting."""

    __tablename__ = "ledger_days"
    channel_id = db.Column(db.ForeignKey("channels.id", ondelete="CASCADE"), primary_key=True)
    day = db.Column(db.Date, primary_key=True)
    received = db.Column(BigId, nullable=False, default=0)
    new = db.Column(BigId, nullable=False, default=0)
    updated = db.Column(BigId, nullable=False, default=0)
    known = db.Column(BigId, nullable=False, default=0)
    refused = db.Column(BigId, nullable=False, default=0)
