"""Examples from the team's decisions, the layers learned from them, and which one is in force."""

from sqlalchemy import JSON, Index, LargeBinary, String

from app.extensions import BigId, db
from app.lib.clock import UTCDateTime, now


class Example(db.Model):
    """One thing that one decision of a person says of one comment."""

    __tablename__ = "examples"
    id = db.Column(BigId, primary_key=True)
    comment_id = db.Column(db.ForeignKey("comments.id", ondelete="CASCADE"), nullable=False)
    label = db.Column(String(20), nullable=False)
    value = db.Column(db.Boolean, nullable=False)
    weight = db.Column(db.Float, nullable=False, default=1.0)
    origin = db.Column(String(12), nullable=False)  # a key of lessons.ORIGINS
    activity_id = db.Column(db.ForeignKey("activities.id", ondelete="CASCADE"))
    by_id = db.Column(db.ForeignKey("users.id", ondelete="SET NULL"), index=True)
    at = db.Column(UTCDateTime, nullable=False, default=now)
    withdrawn_at = db.Column(UTCDateTime)
    comment = db.relationship("Comment")
    by = db.relationship("User")
    __table_args__ = (
        Index("ix_examples_comment", "comment_id", "label"),
        Index("ix_examples_activity", "activity_id"),
    )


class Layer(db.Model):
    """What was learned from the team's decisions at one moment, on top of one shipped model."""

    __tablename__ = "layers"
    id = db.Column(db.Integer, primary_key=True)
    # waiting, proposed, too-few, no-better, declined or failed; that it is in force a turn says.
    state = db.Column(String(12), nullable=False, default="waiting")
    shipped = db.Column(String(20), nullable=False, default="")
    asked_by_id = db.Column(db.ForeignKey("users.id", ondelete="SET NULL"), index=True)
    asked_at = db.Column(UTCDateTime, nullable=False, default=now)
    made_at = db.Column(UTCDateTime)
    declined_at = db.Column(UTCDateTime)
    declined_by_id = db.Column(db.ForeignKey("users.id", ondelete="SET NULL"), index=True)
    figures = db.Column(JSON, nullable=False, default=dict)
    weights = db.deferred(db.Column(LargeBinary))
    asked_by = db.relationship("User", foreign_keys=[asked_by_id])
    declined_by = db.relationship("User", foreign_keys=[declined_by_id])

    @property
    def version(self):
        """What the model is called under this layer, after the plus."""
        return str(self.id)


class Turn(db.Model):
    """From here on a layer is in force, or none: the shipped model alone. The latest turn counts."""

    __tablename__ = "layer_turns"
    id = db.Column(db.Integer, primary_key=True)
    layer_id = db.Column(db.ForeignKey("layers.id", ondelete="CASCADE"), index=True)
    by_id = db.Column(db.ForeignKey("users.id", ondelete="SET NULL"), index=True)
    at = db.Column(UTCDateTime, nullable=False, default=now)
    layer = db.relationship(Layer, backref=db.backref("turns", order_by="Turn.id"))
    by = db.relationship("User")


class Rejudging(db.Model):
    """One pass over the open comments, so that they are seen as new ones would be."""

    __tablename__ = "rejudgings"
    id = db.Column(db.Integer, primary_key=True)
    by_id = db.Column(db.ForeignKey("users.id", ondelete="SET NULL"), index=True)
    asked_at = db.Column(UTCDateTime, nullable=False, default=now)
    # The comment it has come down to, newest first.
    reached_id = db.Column(BigId)
    seen = db.Column(db.Integer, nullable=False, default=0)
    changed = db.Column(db.Integer, nullable=False, default=0)
    finished_at = db.Column(UTCDateTime)
    by = db.relationship("User")
