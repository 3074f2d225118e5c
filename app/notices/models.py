"""What people follow, what they were told of, and how they wish to be told."""

from sqlalchemy import Index, String, text, true

from app.extensions import BigId, db
from app.lib.clock import UTCDateTime, now

UNREAD = text("read_at IS NULL")
MENTIONED, ASSIGNED, ESCALATED, FOLLOWED, MANY = (
    "mentioned",
    "assigned",
    "escalated",
    "followed",
    "many",
)
# What a clock or a rule tells of: nobody did it.
DUE, FOUND = "due", "found"


class Following(db.Model):
    """Somebody follows a comment, or said that they no longer want to."""

    __tablename__ = "followings"
    user_id = db.Column(db.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    comment_id = db.Column(
        BigId, db.ForeignKey("comments.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    # Kept here too, so that what arrives in a thread finds who follows it without reading the thread.
    channel_id = db.Column(db.Integer, nullable=False)
    thread = db.Column(String(400), nullable=False)
    wanted = db.Column(db.Boolean, nullable=False, default=True)
    since = db.Column(UTCDateTime, nullable=False, default=now)
    __table_args__ = (Index("ix_followings_thread", "channel_id", "thread"),)


class Notice(db.Model):
    """One thing somebody is told of; what belongs together stays one line until it is read."""

    __tablename__ = "notices"
    id = db.Column(BigId, primary_key=True)
    user_id = db.Column(db.ForeignKey("users.id", ondelete="CASCADE"), nullable=False)
    # Why they are told: mentioned, assigned, escalated, followed, or one act on many.
    why = db.Column(String(10), nullable=False)
    # What happened last, as the trail calls it; "arrived" for an answer in the thread.
    what = db.Column(String(24), nullable=False)
    comment_id = db.Column(BigId, db.ForeignKey("comments.id", ondelete="CASCADE"), index=True)
    by_id = db.Column(db.ForeignKey("users.id", ondelete="SET NULL"), index=True)
    rule = db.Column(String(120))
    bundle = db.Column(String(60), nullable=False)
    count = db.Column(db.Integer, nullable=False, default=1)
    # The moment of the last thing in it, numbered like comments: the order of the list.
    place = db.Column(BigId, nullable=False)
    read_at = db.Column(UTCDateTime)
    mailed_at = db.Column(UTCDateTime)
    comment = db.relationship("Comment")
    by = db.relationship("User", foreign_keys=[by_id])
    __table_args__ = (
        Index("ix_notices_user", "user_id", "place"),
        # One unread line for what belongs together, whoever writes at the same moment; and the bell counts on it.
        Index(
            "uq_notices_unread",
            "user_id",
            "bundle",
            unique=True,
            sqlite_where=UNREAD,
            postgresql_where=UNREAD,
        ),
    )


class NoticeWish(db.Model):
    """How somebody wishes to be told; who never said has what stands here."""

    __tablename__ = "notice_wishes"
    user_id = db.Column(db.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    follow_noted = db.Column(db.Boolean, nullable=False, default=True)
    follow_replied = db.Column(db.Boolean, nullable=False, default=True)
    follow_assigned = db.Column(db.Boolean, nullable=False, default=True)
    follow_mentioned = db.Column(db.Boolean, nullable=False, default=True)
    mail_mentioned = db.Column(db.Boolean, nullable=False, default=True)
    mail_assigned = db.Column(db.Boolean, nullable=False, default=False)
    mail_due = db.Column(db.Boolean, nullable=False, default=True, server_default=true())
    mail_found = db.Column(db.Boolean, nullable=False, default=True, server_default=true())
    # off, daily or weekly
    digest = db.Column(String(6), nullable=False, default="off")
    # Letters wait between these hours of the team; equal hours are never quiet.
    quiet_from = db.Column(db.Integer, nullable=False, default=21)
    quiet_to = db.Column(db.Integer, nullable=False, default=7)
    quiet_weekends = db.Column(db.Boolean, nullable=False, default=False)
    # When the next digest is due; none while it is off.
    digest_at = db.Column(UTCDateTime, index=True)


def plain(user_id):
    """The wishes of who never said any."""
    columns = NoticeWish.__table__.c
    said = {c.name: c.default.arg for c in columns if c.default is not None}
    return NoticeWish(user_id=user_id, **said)
