"""What we know to be missing: comments of which only the id is known, and posts with more comments than we hold."""

from sqlalchemy import JSON, Index, String, UniqueConstraint, text

from app.extensions import BigId, db
from app.lib.clock import UTCDateTime, now

IS_WAITING = text("state = 'waiting'")


class Wanted(db.Model):
    """One comment that a platform only named: it is fetched by its id, in a job."""

    __tablename__ = "wanted"
    id = db.Column(BigId, primary_key=True)
    channel_id = db.Column(db.ForeignKey("channels.id", ondelete="CASCADE"), nullable=False)
    platform_id = db.Column(String(400), nullable=False)
    hint = db.Column(JSON(none_as_null=True))
    # waiting, done, gone or failed
    state = db.Column(String(8), nullable=False, default="waiting")
    reason = db.Column(String(400))
    asked_at = db.Column(UTCDateTime, nullable=False, default=now)
    __table_args__ = (
        UniqueConstraint("channel_id", "platform_id"),
        Index(
            "ix_wanted_waiting",
            "channel_id",
            "id",
            sqlite_where=IS_WAITING,
            postgresql_where=IS_WAITING,
        ),
    )


class Gap(db.Model):
    """A post under which the platform counts more comments than we hold."""

    __tablename__ = "gaps"
    post_id = db.Column(db.ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True)
    channel_id = db.Column(
        db.ForeignKey("channels.id", ondelete="CASCADE"), nullable=False, index=True
    )
    told = db.Column(db.Integer, nullable=False)
    held = db.Column(db.Integer, nullable=False)
    # Where reading the post again has come to; None at its beginning and at its end.
    cursor = db.Column(JSON(none_as_null=True))
    looked_at = db.Column(UTCDateTime, nullable=False, default=now)
    # When it was read to its end; what is missing then, the platform does not show us.
    read_at = db.Column(UTCDateTime)
    post = db.relationship("Post")
