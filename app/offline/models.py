"""The acts that browsers sent, known by the mark each was given when it was pressed."""

from sqlalchemy import String, Text

from app.extensions import db
from app.lib.clock import UTCDateTime, now


class SentAct(db.Model):
    """One act that was done; sent once more, it is not done again."""

    __tablename__ = "sent_acts"
    user_id = db.Column(db.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    mark = db.Column(String(40), primary_key=True)
    made_at = db.Column(UTCDateTime, nullable=False, default=now, index=True)
    # What the page was told of it, to be told again where that answer was lost.
    told = db.Column(Text)
