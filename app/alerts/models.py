"""What is watched, the counts it is held against, and the alerts that came of it."""

from sqlalchemy import JSON, Index, String

from app.extensions import BigId, db
from app.lib.clock import UTCDateTime, now

# How unlikely a thing is before it is told (a power of ten), where it starts, and how far people's verdicts move it.
START, LEAST, MOST = 4.2, 3.2, 8.0


class Watch(db.Model):
    """A query, and what about it somebody wants to hear of."""

    __tablename__ = "watches"
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(String(120), nullable=False)
    query = db.Column(String(1000), nullable=False, default="")
    # The offer it was made from; its name is then said in each reader's language.
    offer = db.Column(String(20), unique=True)
    kinds = db.Column(JSON, nullable=False)
    strictness = db.Column(db.Float, nullable=False, default=START)
    urgent = db.Column(db.Boolean, nullable=False, default=False)
    # Letters wait between these hours of the team, unless it is urgent; equal hours are never quiet.
    quiet_from = db.Column(db.Integer, nullable=False, default=21)
    quiet_to = db.Column(db.Integer, nullable=False, default=7)
    made_at = db.Column(UTCDateTime, nullable=False, default=now)
    by_id = db.Column(db.ForeignKey("users.id", ondelete="SET NULL"), index=True)
    paused_at = db.Column(UTCDateTime)
    looked_at = db.Column(UTCDateTime, index=True)
    # The quarters of an hour that are counted: from one up to, not including, another.
    counted_from = db.Column(BigId)
    counted_to = db.Column(BigId)
    by = db.relationship("User", foreign_keys=by_id)
    readers = db.relationship("User", secondary="watch_readers", order_by="User.id")


watch_readers = db.Table(
    "watch_readers",
    db.Column("watch_id", db.ForeignKey("watches.id", ondelete="CASCADE"), primary_key=True),
    db.Column(
        "user_id", db.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True
    ),
)


class WatchBucket(db.Model):
    """How many comments of a watch were written in one quarter of an hour, and how many were negative or toxic."""

    __tablename__ = "watch_buckets"
    watch_id = db.Column(db.ForeignKey("watches.id", ondelete="CASCADE"), primary_key=True)
    quarter = db.Column(BigId, primary_key=True, autoincrement=False)
    count = db.Column(db.Integer, nullable=False)
    bad = db.Column(db.Integer, nullable=False)
    __table_args__ = ({"sqlite_with_rowid": False},)


class Alert(db.Model):
    """One story that a watch heard: what it is about, how far it reaches, and what people made of it."""

    __tablename__ = "alerts"
    id = db.Column(BigId, primary_key=True)
    watch_id = db.Column(db.ForeignKey("watches.id", ondelete="CASCADE"), nullable=False)
    kinds = db.Column(JSON, nullable=False)
    # [[kind, what it is about]], and what the words are told with: names of places and channels.
    keys = db.Column(JSON, nullable=False)
    terms = db.Column(JSON, nullable=False, default=list)
    # From when the story runs, as comments are numbered; the last sign of it.
    since_id = db.Column(BigId, nullable=False)
    until_id = db.Column(BigId, nullable=False)
    first_id = db.Column(db.ForeignKey("comments.id", ondelete="SET NULL"), index=True)
    count = db.Column(db.Integer, nullable=False)
    authors = db.Column(db.Integer, nullable=False)
    channels = db.Column(db.Integer, nullable=False)
    expected = db.Column(db.Float, nullable=False, default=0)
    strength = db.Column(db.Float, nullable=False)
    told_at = db.Column(UTCDateTime, nullable=False, default=now)
    last_at = db.Column(UTCDateTime, nullable=False, default=now)
    written_at = db.Column(UTCDateTime)
    snoozed_until = db.Column(UTCDateTime)
    # Whether it was worth telling; until somebody says so it counts as new.
    useful = db.Column(db.Boolean)
    reviewed_at = db.Column(UTCDateTime)
    by_id = db.Column(db.ForeignKey("users.id", ondelete="SET NULL"), index=True)
    watch = db.relationship(Watch, backref=db.backref("alerts", passive_deletes=True))
    first = db.relationship("Comment")
    by = db.relationship("User", foreign_keys=by_id)
    __table_args__ = (
        Index("ix_alerts_watch", "watch_id", "last_at"),
        Index("ix_alerts_new", "reviewed_at", "id"),
    )

    @property
    def snoozed(self):
        return bool(self.snoozed_until and self.snoozed_until > now())


class PressDay(db.Model):
    """What feeds told on one day, grouped and kept so that the page costs one read."""

    __tablename__ = "press_days"
    day = db.Column(db.Date, primary_key=True)
    data = db.Column(JSON, nullable=False)
    made_at = db.Column(UTCDateTime, nullable=False, default=now)


class TrendPage(db.Model):
    """The trends of one length of time, counted by a job and kept."""

    __tablename__ = "trend_pages"
    days = db.Column(db.Integer, primary_key=True)
    data = db.Column(JSON, nullable=False)
    made_at = db.Column(UTCDateTime, nullable=False, default=now)
