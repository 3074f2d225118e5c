"""Words among moderators that never leave."""

from sqlalchemy import Text

from app.extensions import BigId, db
from app.lib.clock import UTCDateTime, now


class Note(db.Model):
    """One word among moderators about a comment."""

    __tablename__ = "notes"
    id = db.Column(BigId, primary_key=True)
    comment_id = db.Column(
        BigId, db.ForeignKey("comments.id", ondelete="CASCADE"), nullable=False, index=True
    )
    by_id = db.Column(db.ForeignKey("users.id", ondelete="SET NULL"), index=True)
    text = db.Column(Text, nullable=False)
    made_at = db.Column(UTCDateTime, nullable=False, default=now)
    comment = db.relationship(
        "Comment", backref=db.backref("notes", order_by="Note.id", passive_deletes=True)
    )
    by = db.relationship("User")


class Mention(db.Model):
    """A colleague named in a note: where in its words, and who was meant."""

    __tablename__ = "note_mentions"
    note_id = db.Column(BigId, db.ForeignKey("notes.id", ondelete="CASCADE"), primary_key=True)
    start = db.Column(db.Integer, primary_key=True, autoincrement=False)
    length = db.Column(db.Integer, nullable=False)
    user_id = db.Column(db.ForeignKey("users.id", ondelete="CASCADE"), nullable=False, index=True)
    note = db.relationship(
        Note,
        backref=db.backref(
            "mentions", order_by="Mention.start", cascade="all, delete-orphan", passive_deletes=True
        ),
    )
