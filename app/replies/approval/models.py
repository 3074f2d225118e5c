"""What was asked of leads about answers, and what they said."""

from sqlalchemy import JSON, Index, String, Text, text

from app.extensions import BigId, db
from app.lib.clock import UTCDateTime, now

OPEN = text("answer IS NULL")
HELD = "held"
YES, CHANGED, SENT_BACK, TAKEN_BACK = "yes", "changed", "sent-back", "taken-back"


class Approval(db.Model):
    """One answer that waits for a yes: who asks, why it has to wait, who was written to, and what was said."""

    __tablename__ = "approvals"
    id = db.Column(BigId, primary_key=True)
    reply_id = db.Column(
        BigId, db.ForeignKey("replies.id", ondelete="CASCADE"), nullable=False, index=True
    )
    by_id = db.Column(db.ForeignKey("users.id", ondelete="SET NULL"), index=True)
    # training, tag or nobody
    why = db.Column(String(10), nullable=False)
    # The tags that ask for it, as they were called.
    tags = db.Column(JSON, nullable=False, default=list)
    to_id = db.Column(db.ForeignKey("users.id", ondelete="SET NULL"), index=True)
    made_at = db.Column(UTCDateTime, nullable=False, default=now)
    written_at = db.Column(UTCDateTime)
    # yes, changed (the lead's own words left), sent-back, or taken-back by who asked
    answer = db.Column(String(10))
    answered_at = db.Column(UTCDateTime)
    answered_by_id = db.Column(db.ForeignKey("users.id", ondelete="SET NULL"), index=True)
    word = db.Column(Text)
    reply = db.relationship("Reply", backref=db.backref("approvals", passive_deletes=True))
    by = db.relationship("User", foreign_keys=[by_id])
    to = db.relationship("User", foreign_keys=[to_id])
    answered_by = db.relationship("User", foreign_keys=[answered_by_id])
    __table_args__ = (
        # An answer waits once, whoever asks at the same moment.
        Index(
            "uq_approvals_open",
            "reply_id",
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
    )

    @property
    def is_open(self):
        return self.answer is None
