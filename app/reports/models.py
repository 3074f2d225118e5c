"""Reports that people make of blocks: kept, shared, and sent when it is time."""

from sqlalchemy import JSON, String, Text

from app.extensions import db
from app.lib.clock import UTCDateTime, now


class SavedReport(db.Model):
    """A report somebody keeps: its blocks in their order, the query, the words before it; shared, or their own."""

    __tablename__ = "saved_reports"
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(String(80), nullable=False)
    blocks = db.Column(JSON, nullable=False)
    query = db.Column(Text, nullable=False, default="")
    words = db.Column(Text, nullable=False, default="")
    # week, month, quarter or year: the last whole one is reported
    period = db.Column(String(8), nullable=False, default="month")
    by_id = db.Column(db.ForeignKey("users.id", ondelete="CASCADE"), nullable=False, index=True)
    shared = db.Column(db.Boolean, nullable=False, default=False)
    made_at = db.Column(UTCDateTime, nullable=False, default=now)
    # Sending: on which day of its period (none: not sent), in which language, to whom besides the team.
    day = db.Column(db.Integer)
    locale = db.Column(String(5), nullable=False, default="fr")
    recipients = db.Column(JSON, nullable=False, default=list)
    sent_for = db.Column(db.Date)  # the first day of the last period that was sent
    by = db.relationship("User")

    @property
    def lead_words(self):
        """The opening words, a paragraph each."""
        return tuple(part.strip() for part in self.words.split("\n\n") if part.strip())
