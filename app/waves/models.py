"""Comments that say nearly the same, where to look for their like, and what was done with all of them."""

from sqlalchemy import JSON, Index, LargeBinary, String

from app.comments.models import Comment
from app.extensions import BigId, db
from app.lib.clock import UTCDateTime, now


class Wave(db.Model):
    """Comments that say nearly the same, and how many they are."""

    __tablename__ = "waves"
    id = db.Column(BigId, primary_key=True)
    count = db.Column(db.Integer, nullable=False)
    # The stretch of time its comments were written in: ids are moments.
    first_id = db.Column(BigId, nullable=False)
    last_id = db.Column(BigId, nullable=False, index=True)


class WaveComment(db.Model):
    """That a comment belongs to a wave, and since when."""

    __tablename__ = "wave_comments"
    comment_id = db.Column(
        db.ForeignKey("comments.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    wave_id = db.Column(db.ForeignKey("waves.id", ondelete="CASCADE"), nullable=False)
    joined_at = db.Column(UTCDateTime, nullable=False, default=now)
    wave = db.relationship(Wave)
    comment = db.relationship(
        Comment, backref=db.backref("waving", uselist=False, passive_deletes=True)
    )
    __table_args__ = (Index("ix_wave_comments_wave", "wave_id", "comment_id"),)


class WaveSlice(db.Model):
    """The sketches of some comments that came together, packed: later ones are held against them."""

    __tablename__ = "wave_slices"
    id = db.Column(BigId, primary_key=True)
    at = db.Column(UTCDateTime, nullable=False, default=now, index=True)
    data = db.Column(LargeBinary, nullable=False)
    # A number that was used means "seen" to some worker.
    __table_args__ = ({"sqlite_autoincrement": True},)


class WaveAct(db.Model):
    """One act on all comments of a wave; with `until`, on later ones too while it lasts."""

    __tablename__ = "wave_acts"
    id = db.Column(BigId, primary_key=True)
    wave_id = db.Column(db.ForeignKey("waves.id", ondelete="CASCADE"), nullable=False, index=True)
    # The one that was open when somebody chose it.
    comment_id = db.Column(db.ForeignKey("comments.id", ondelete="SET NULL"), index=True)
    kind = db.Column(String(12), nullable=False)
    details = db.Column(JSON, nullable=False, default=dict)
    by_id = db.Column(db.ForeignKey("users.id", ondelete="SET NULL"), index=True)
    # As the trail says it when they are long gone.
    name = db.Column(String(200), nullable=False, default="")
    at = db.Column(UTCDateTime, nullable=False, default=now)
    until = db.Column(UTCDateTime)
    undone_by_id = db.Column(db.ForeignKey("users.id", ondelete="SET NULL"), index=True)
    undone_at = db.Column(UTCDateTime)
    wave = db.relationship(Wave, backref=db.backref("acts", order_by="WaveAct.id.desc()"))
    by = db.relationship("User", foreign_keys=by_id)
    undone_by = db.relationship("User", foreign_keys=undone_by_id)

    @property
    def lasts(self):
        """Whether comments that join now are acted on as well."""
        return bool(self.until and self.until > now() and not self.undone_at)


class WaveDeed(db.Model):
    """That an act reached one comment: the activity it left there, none where there was nothing to do or it was taken back."""

    __tablename__ = "wave_deeds"
    act_id = db.Column(db.ForeignKey("wave_acts.id", ondelete="CASCADE"), primary_key=True)
    comment_id = db.Column(
        db.ForeignKey("comments.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    activity_id = db.Column(db.ForeignKey("activities.id", ondelete="SET NULL"), index=True)
    __table_args__ = ({"sqlite_with_rowid": False},)
