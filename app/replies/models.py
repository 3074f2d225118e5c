"""Public answers, and how each stands."""

from math import ceil

from sqlalchemy import Index, String, Text, text

from app.extensions import BigId, db
from app.lib.clock import UTCDateTime, now

HELD = text("state = 'held'")
ON_THE_PLATFORM = text("platform_id IS NOT NULL")


class Reply(db.Model):
    """One public answer to a comment: draft, held (waits for a yes), waiting, sending, sent, failed, unsure or taken back."""

    __tablename__ = "replies"
    id = db.Column(BigId, primary_key=True)
    comment_id = db.Column(db.ForeignKey("comments.id", ondelete="CASCADE"), nullable=False)
    by_id = db.Column(db.ForeignKey("users.id", ondelete="SET NULL"), index=True)
    text = db.Column(Text, nullable=False)
    state = db.Column(String(10), nullable=False, default="waiting")
    reason = db.Column(Text)
    task_id = db.Column(db.ForeignKey("tasks.id", ondelete="SET NULL"))
    made_at = db.Column(UTCDateTime, nullable=False, default=now)
    leaves_at = db.Column(UTCDateTime)
    sent_at = db.Column(UTCDateTime)
    # The form it was written in, known by its own mark: sent twice, it is one reply.
    token = db.Column(String(40), unique=True)
    # What the platform calls our answer, so that it is known when it comes back to us.
    platform_id = db.Column(String(400))
    comment = db.relationship(
        "Comment", backref=db.backref("replies", order_by="Reply.id", passive_deletes=True)
    )
    by = db.relationship("User")
    task = db.relationship("Task")
    __table_args__ = (
        Index("ix_replies_comment", "comment_id", "id"),
        Index("ix_replies_sent", "sent_at"),
        Index("ix_replies_held", "comment_id", sqlite_where=HELD, postgresql_where=HELD),
        Index(
            "ix_replies_platform",
            "platform_id",
            sqlite_where=ON_THE_PLATFORM,
            postgresql_where=ON_THE_PLATFORM,
        ),
    )

    @property
    def leaves_in(self):
        """Whole seconds until it leaves; 0 once it may."""
        return max(0, ceil((self.leaves_at - now()).total_seconds())) if self.leaves_at else 0
