"""What is kept for one person alone: how they wish to be spared, and what they read. No other page may show any of it."""

from sqlalchemy import JSON, Date, Index, String

from app.extensions import BigId, db
from app.lib.clock import UTCDateTime, now

BLUR, BREAKS_AFTER = "strong", 20


def of_user(**more):
    return db.Column(db.ForeignKey("users.id", ondelete="CASCADE"), nullable=False, **more)


def of_comment(**more):
    return db.Column(db.ForeignKey("comments.id", ondelete="CASCADE"), nullable=False, **more)


class Kindness(db.Model):
    """How one person wishes to be spared, and since when they were away."""

    __tablename__ = "kindnesses"
    user_id = of_user(primary_key=True)
    blur = db.Column(String(8), nullable=False, default=BLUR)
    # After how many hard texts a day a break is proposed; 0 is never.
    breaks_after = db.Column(db.Integer, nullable=False, default=BREAKS_AFTER)
    # Kept to the hour: this visit, and the end of the one before.
    here_at = db.Column(UTCDateTime)
    left_at = db.Column(UTCDateTime)


class Exposure(db.Model):
    """That a person read an abusive text on a day. Each text counts once a day."""

    __tablename__ = "exposures"
    user_id = of_user(primary_key=True)
    day = db.Column(Date, primary_key=True)
    comment_id = of_comment(primary_key=True, index=True)
    # Until when it stays open for this person; empty once it was blurred again.
    shown_until = db.Column(UTCDateTime)


class KeptWord(db.Model):
    """A comment that somebody keeps because it did them good."""

    __tablename__ = "kept_words"
    user_id = of_user(primary_key=True)
    comment_id = of_comment(primary_key=True, index=True)
    at = db.Column(UTCDateTime, nullable=False, default=now)
    comment = db.relationship("Comment")


class Round(db.Model):
    """Comments to go through one at a time: a session of half an hour, or a calm one. What arrives later is not in it."""

    __tablename__ = "rounds"
    id = db.Column(BigId, primary_key=True)
    user_id = of_user()
    kind = db.Column(String(8), nullable=False)
    comment_ids = db.Column(JSON, nullable=False)
    place = db.Column(db.Integer, nullable=False, default=0)
    began_at = db.Column(UTCDateTime, nullable=False, default=now)
    ended_at = db.Column(UTCDateTime)
    __table_args__ = (Index("ix_rounds_user", "user_id", "id"),)
