"""Letters that leave by mail, and how each stands."""

from sqlalchemy import LargeBinary, String, Text

from app.extensions import BigId, db
from app.lib.clock import UTCDateTime, now


class Letter(db.Model):
    """One letter to one address; kept here when no SMTP is set."""

    __tablename__ = "letters"
    id = db.Column(BigId, primary_key=True)
    to = db.Column(String(254), nullable=False)
    subject = db.Column(String(400), nullable=False)
    text = db.Column(Text, nullable=False)
    html = db.Column(Text, nullable=False)
    locale = db.Column(String(5), nullable=False)
    message_id = db.Column(String(200), nullable=False, unique=True)
    made_at = db.Column(UTCDateTime, nullable=False, default=now, index=True)
    # waiting, sent, kept (no SMTP is set) or failed
    state = db.Column(String(10), nullable=False, default="waiting")
    reason = db.Column(Text)
    sent_at = db.Column(UTCDateTime)


class Enclosure(db.Model):
    """A file that goes with a letter: a picture that its text shows (by `cid`), or a document to keep."""

    __tablename__ = "letter_enclosures"
    id = db.Column(BigId, primary_key=True)
    letter_id = db.Column(
        db.ForeignKey("letters.id", ondelete="CASCADE"), nullable=False, index=True
    )
    name = db.Column(String(200), nullable=False)
    kind = db.Column(String(100), nullable=False)
    cid = db.Column(String(80))
    content = db.Column(LargeBinary, nullable=False)
    letter = db.relationship(
        Letter,
        backref=db.backref("enclosures", order_by="Enclosure.id", cascade="all, delete-orphan"),
    )
