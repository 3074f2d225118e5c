"""Views: queries with a name."""

from sqlalchemy import String, Text

from app.extensions import db
from app.lib.clock import UTCDateTime, now


class SavedView(db.Model):
    """A query that someone named; shared with the team, or their own."""

    __tablename__ = "saved_views"
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(String(80), nullable=False)
    query = db.Column(Text, nullable=False)
    by_id = db.Column(db.ForeignKey("users.id", ondelete="CASCADE"), nullable=False, index=True)
    shared = db.Column(db.Boolean, nullable=False, default=False)
    made_at = db.Column(UTCDateTime, nullable=False, default=now)
    by = db.relationship("User")
