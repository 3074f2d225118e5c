"""A comment as it stood at a moment, with its fingerprint and our signature; and the papers drawn from it."""

from sqlalchemy import LargeBinary, String, Text, UniqueConstraint

from app.extensions import BigId, db
from app.lib.clock import UTCDateTime, now


class Evidence(db.Model):
    """What is kept outlives its comment: nothing changes it any more."""

    __tablename__ = "evidence"
    id = db.Column(BigId, primary_key=True)
    comment_id = db.Column(db.ForeignKey("comments.id", ondelete="SET NULL"), index=True)
    # The canonical JSON: the very bytes that the hash and the signature are of.
    content = db.Column(Text, nullable=False)
    sha256 = db.Column(String(64), nullable=False, unique=True)
    signature = db.Column(String(128), nullable=False)
    public_key = db.Column(String(64), nullable=False)
    # hidden, removed, or asked for by somebody.
    because = db.Column(String(12), nullable=False)
    by_id = db.Column(db.ForeignKey("users.id", ondelete="SET NULL"), index=True)
    kept_at = db.Column(UTCDateTime, nullable=False, default=now)
    comment = db.relationship("Comment")
    by = db.relationship("User")


class EvidencePaper(db.Model):
    """A sealed PDF of one evidence in one language: waiting until it is drawn."""

    __tablename__ = "evidence_papers"
    id = db.Column(BigId, primary_key=True)
    evidence_id = db.Column(db.ForeignKey("evidence.id", ondelete="CASCADE"), nullable=False)
    locale = db.Column(String(5), nullable=False)
    pdf = db.Column(LargeBinary)
    reason = db.Column(Text)
    made_at = db.Column(UTCDateTime, nullable=False, default=now)
    evidence = db.relationship(Evidence, backref=db.backref("papers", passive_deletes=True))
    __table_args__ = (UniqueConstraint("evidence_id", "locale"),)
