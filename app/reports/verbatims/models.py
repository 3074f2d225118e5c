"""What people wrote, on its way into a report."""

from sqlalchemy import Index, String, Text, UniqueConstraint

from app.extensions import BigId, db
from app.lib.clock import UTCDateTime, now


class Quote(db.Model):
    """A comment that may stand in the reports over a period, anonymised: proposed, approved or removed."""

    __tablename__ = "report_quotes"
    id = db.Column(BigId, primary_key=True)
    comment_id = db.Column(
        BigId, db.ForeignKey("comments.id", ondelete="CASCADE"), nullable=False, index=True
    )
    first_day = db.Column(db.Date, nullable=False)
    end_day = db.Column(db.Date, nullable=False)
    locale = db.Column(String(5), nullable=False)
    query = db.Column(Text, nullable=False, default="")
    theme = db.Column(String(120), nullable=False)
    text = db.Column(Text, nullable=False)
    who = db.Column(String(60), nullable=False)
    place = db.Column(String(200), nullable=False, default="")
    # In the reader's language, by a person; nothing translates by itself.
    translation = db.Column(Text, nullable=False, default="")
    state = db.Column(String(8), nullable=False, default="proposed")
    by_id = db.Column(db.ForeignKey("users.id", ondelete="SET NULL"), index=True)
    made_at = db.Column(UTCDateTime, nullable=False, default=now)
    comment = db.relationship("Comment")
    by = db.relationship("User")
    __table_args__ = (
        UniqueConstraint("first_day", "end_day", "locale", "comment_id"),
        Index("ix_report_quotes_period", "first_day", "end_day", "locale", "state"),
    )
