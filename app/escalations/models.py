"""Handing a comment to someone who decides."""

from sqlalchemy import Index, String, Text, text

from app.extensions import BigId, db
from app.lib.clock import UTCDateTime, now

OPEN = text("settled_at IS NULL AND withdrawn_at IS NULL")


class Escalation(db.Model):
    """One comment handed to a lead: asked, taken, settled, or taken back by who asked."""

    __tablename__ = "escalations"
    id = db.Column(BigId, primary_key=True)
    comment_id = db.Column(
        BigId, db.ForeignKey("comments.id", ondelete="CASCADE"), nullable=False, index=True
    )
    by_id = db.Column(db.ForeignKey("users.id", ondelete="SET NULL"), index=True)
    to_id = db.Column(db.ForeignKey("users.id", ondelete="SET NULL"), index=True)
    reason = db.Column(Text, nullable=False)
    # now, today or week
    urgency = db.Column(String(8), nullable=False, default="today")
    made_at = db.Column(UTCDateTime, nullable=False, default=now)
    # The signed buttons of letters written before this moment no longer open anything.
    links_from = db.Column(UTCDateTime, nullable=False, default=now)
    # When the letter to whom it is handed was written; none while it waits for an undo.
    written_at = db.Column(UTCDateTime)
    reminded_at = db.Column(UTCDateTime)
    passed_on_at = db.Column(UTCDateTime)
    taken_at = db.Column(UTCDateTime)
    taken_by_id = db.Column(db.ForeignKey("users.id", ondelete="SET NULL"), index=True)
    settled_at = db.Column(UTCDateTime)
    settled_by_id = db.Column(db.ForeignKey("users.id", ondelete="SET NULL"), index=True)
    # note or reply
    settled_as = db.Column(String(8))
    settlement = db.Column(Text)
    withdrawn_at = db.Column(UTCDateTime)
    comment = db.relationship(
        "Comment", backref=db.backref("escalations", order_by="Escalation.id", passive_deletes=True)
    )
    by = db.relationship("User", foreign_keys=[by_id])
    to = db.relationship("User", foreign_keys=[to_id])
    taken_by = db.relationship("User", foreign_keys=[taken_by_id])
    settled_by = db.relationship("User", foreign_keys=[settled_by_id])
    __table_args__ = (
        # One open escalation a comment, whoever asks at the same moment.
        Index(
            "uq_escalations_open",
            "comment_id",
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
    )

    @property
    def is_open(self):
        return self.settled_at is None and self.withdrawn_at is None
