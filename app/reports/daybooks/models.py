"""The daybooks that are kept, and the hours of which something changed since."""

from sqlalchemy import Date, LargeBinary, String

from app.extensions import BigId, db
from app.lib.clock import UTCDateTime, now


class KeptDay(db.Model):
    """The daybook of one day where the team lives; `basis` is what it was made by: zone, thresholds, its own shape."""

    __tablename__ = "daybooks"
    day = db.Column(Date, primary_key=True)
    basis = db.Column(String(40), nullable=False)
    data = db.Column(LargeBinary, nullable=False)
    made_at = db.Column(UTCDateTime, nullable=False, default=now)


class Mark(db.Model):
    """An hour (whole hours since 2000) in which a comment was written that came, changed or went since."""

    __tablename__ = "daybook_marks"
    id = db.Column(BigId, primary_key=True)
    hour = db.Column(db.Integer, nullable=False, index=True)
