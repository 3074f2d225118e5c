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
