"""Acts on the platform's side: hide, unhide, delete."""

from sqlalchemy import Index, String, Text

from app.extensions import BigId, db
from app.lib.clock import UTCDateTime, now


class Measure(db.Model):
    """One act toward the platform: waiting, done, failed, unsure, here (the platform cannot) or taken back."""

    __tablename__ = "measures"
    id = db.Column(BigId, primary_key=True)
    comment_id = db.Column(db.ForeignKey("comments.id", ondelete="CASCADE"), nullable=False)
    kind = db.Column(String(10), nullable=False)
    by_id = db.Column(db.ForeignKey("users.id", ondelete="SET NULL"), index=True)
    rule = db.Column(String(120))
    reason = db.Column(String(400))
    state = db.Column(String(10), nullable=False, default="waiting")
    failure = db.Column(Text)
    task_id = db.Column(db.ForeignKey("tasks.id", ondelete="SET NULL"))
    made_at = db.Column(UTCDateTime, nullable=False, default=now)
    done_at = db.Column(UTCDateTime)
    comment = db.relationship(
        "Comment", backref=db.backref("measures", order_by="Measure.id", passive_deletes=True)
    )
    by = db.relationship("User")
    task = db.relationship("Task")
    __table_args__ = (Index("ix_measures_comment", "comment_id", "id"),)
