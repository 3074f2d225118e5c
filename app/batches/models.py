"""Comments chosen together, and what was done to all of them."""

from sqlalchemy import JSON, Index, String, Text, text

from app.extensions import BigId, db
from app.lib.clock import UTCDateTime, now

WAITING, DONE, REFUSED, SINGLY, BACK, KEPT = (
    "waiting",
    "done",
    "refused",
    "singly",
    "back",
    "kept",
)


class Batch(db.Model):
    """Comments that somebody chose, as they were at that moment, and one act on all of them; without `kind` nothing was done yet."""

    __tablename__ = "batches"
    id = db.Column(BigId, primary_key=True)
    by_id = db.Column(db.ForeignKey("users.id", ondelete="SET NULL"), index=True)
    # As the trail says it when they are long gone.
    name = db.Column(String(200), nullable=False, default="")
    # The list they were chosen from; all of it, and whether there were more than one may choose.
    query = db.Column(Text, nullable=False, default="")
    whole = db.Column(db.Boolean, nullable=False, default=False)
    cut = db.Column(db.Boolean, nullable=False, default=False)
    count = db.Column(db.Integer, nullable=False, default=0)
    at = db.Column(UTCDateTime, nullable=False, default=now)

    kind = db.Column(String(12))
    details = db.Column(JSON, nullable=False, default=dict)
    acted_at = db.Column(UTCDateTime)
    # Kept counters: progress without counting twenty thousand rows.
    done = db.Column(db.Integer, nullable=False, default=0)
    refused = db.Column(db.Integer, nullable=False, default=0)
    over_at = db.Column(UTCDateTime)

    undone_by_id = db.Column(db.ForeignKey("users.id", ondelete="SET NULL"), index=True)
    undone_at = db.Column(UTCDateTime)
    back = db.Column(db.Integer, nullable=False, default=0)
    kept = db.Column(db.Integer, nullable=False, default=0)
    back_at = db.Column(UTCDateTime)

    by = db.relationship("User", foreign_keys=by_id)
    undone_by = db.relationship("User", foreign_keys=undone_by_id)
    __table_args__ = (
        Index(
            "ix_batches_acted",
            "acted_at",
            sqlite_where=text("acted_at IS NOT NULL"),
            postgresql_where=text("acted_at IS NOT NULL"),
        ),
        Index("ix_batches_at", "at"),
    )

    @property
    def under_way(self):
        """Whether some of its comments still wait for the act, or for its taking back."""
        if self.undone_at:
            return self.back_at is None
        return bool(self.kind) and self.over_at is None

    @property
    def reached(self):
        """How many it came to so far, on its way there or back."""
        return self.back + self.kept if self.undone_at else self.done + self.refused

    @property
    def meant(self):
        """How many it is to come to, on its way there or back."""
        return self.done if self.undone_at else self.count


class BatchComment(db.Model):
    """That a comment was chosen, and what became of it: waiting, done, refused; taken back, or kept because it could not be."""

    __tablename__ = "batch_comments"
    batch_id = db.Column(db.ForeignKey("batches.id", ondelete="CASCADE"), primary_key=True)
    comment_id = db.Column(
        db.ForeignKey("comments.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    state = db.Column(String(8), nullable=False, default=WAITING)
    reason = db.Column(String(400))
    activity_id = db.Column(db.ForeignKey("activities.id", ondelete="SET NULL"), index=True)
    comment = db.relationship("Comment")
    __table_args__ = ({"sqlite_with_rowid": False},)
