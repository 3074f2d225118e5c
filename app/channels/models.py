"""Our presences on platforms: how each is read, what went wrong, what it costs, and the ledger of what it received."""

import secrets

from sqlalchemy import JSON, Index, String

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
    # Who we are on the platform, as it says itself; deliveries to a shared address find their channel by it.
    account_id = db.Column(String(400))
    account_name = db.Column(String(200))
    # Permissions: what was granted (None where the platform does not tell), what some act lacks, what else to know.
    granted = db.Column(JSON(none_as_null=True))
    missing = db.Column(JSON, nullable=False, default=list, server_default="[]")
    notes = db.Column(JSON, nullable=False, default=list, server_default="[]")
    # When the key ends; when the platform stopped taking it (only a person who reconnects helps then).
    expires_at = db.Column(UTCDateTime)
    cut_off_at = db.Column(UTCDateTime)
    checked_at = db.Column(UTCDateTime)
    # How far back the first reading goes; None: from the moment of connecting.
    since = db.Column(UTCDateTime)
    # One renews the key, the others wait.
    renewing_until = db.Column(UTCDateTime)


class Poll(db.Model):
    """How far a channel has been read, and when it is asked again. The cursor moves with what it brought, or not at all."""

    __tablename__ = "polls"
    channel_id = db.Column(db.ForeignKey("channels.id", ondelete="CASCADE"), primary_key=True)
    # What the connector gave us to go on with; nobody else understands it.
    cursor = db.Column(JSON(none_as_null=True))
    # Short digests of what the last poll brought: the same again is not received again.
    seen = db.Column(JSON, nullable=False, default=list)
    # More waits on the platform.
    more = db.Column(db.Boolean, nullable=False, default=False)
    due_at = db.Column(UTCDateTime, nullable=False, default=now)
    recheck_at = db.Column(UTCDateTime, nullable=False, default=now)
    # Seconds until the next poll, as it has come to be; failures since the last good one.
    interval = db.Column(db.Float, nullable=False, default=0)
    failures = db.Column(db.Integer, nullable=False, default=0)
    polled_at = db.Column(UTCDateTime)
    news_at = db.Column(UTCDateTime)
    # How far back the first reading has come, and whether it is over.
    reached_at = db.Column(UTCDateTime)
    caught_up_at = db.Column(UTCDateTime)
    # The share (0 to 1) of what the platform allows that it says is used.
    usage = db.Column(db.Float)
    claimed_by = db.Column(String(40))
    claimed_until = db.Column(UTCDateTime)
    channel = db.relationship(
        Channel, backref=db.backref("poll", uselist=False, passive_deletes=True)
    )
    __table_args__ = (Index("ix_polls_due", "due_at"),)


class Trouble(db.Model):
    """One kind of failure on a channel: how often, since when, and whether it is over."""

    __tablename__ = "troubles"
    channel_id = db.Column(db.ForeignKey("channels.id", ondelete="CASCADE"), primary_key=True)
    # A code of app/connectors/failures.py.
    code = db.Column(String(40), primary_key=True)
    # What we were doing: poll, reply, hide, check …
    during = db.Column(String(20), nullable=False, default="")
    words = db.Column(String(400), nullable=False, default="")
    times = db.Column(db.Integer, nullable=False, default=1)
    first_at = db.Column(UTCDateTime, nullable=False, default=now)
    last_at = db.Column(UTCDateTime, nullable=False, default=now)
    over_at = db.Column(UTCDateTime)


class Spending(db.Model):
    """What one channel has spent of its platform's allowance in one day or month."""

    __tablename__ = "spendings"
    channel_id = db.Column(db.ForeignKey("channels.id", ondelete="CASCADE"), primary_key=True)
    # "2026-11-23" or "2026-11", in the platform's time zone.
    period = db.Column(String(10), primary_key=True)
    used = db.Column(db.Float, nullable=False, default=0)


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
