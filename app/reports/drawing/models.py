"""Documents that people asked for: each a file that stays for a while."""

from sqlalchemy import JSON, String, Text

from app.extensions import BigId, db
from app.lib.clock import UTCDateTime, now

FORMATS = ("pdf", "docx", "xlsx", "csv", "png")
UNDER_WAY = ("waiting", "running")


class ReportFile(db.Model):
    """A report drawn as a file for who asked: waiting, running, done or failed."""

    __tablename__ = "report_files"
    id = db.Column(BigId, primary_key=True)
    by_id = db.Column(db.ForeignKey("users.id", ondelete="CASCADE"), nullable=False, index=True)
    # The key of a ready report, or the number of a saved one.
    report = db.Column(String(40), nullable=False)
    # The period as an address says it.
    period = db.Column(JSON, nullable=False)
    query = db.Column(Text, nullable=False, default="")
    format = db.Column(String(5), nullable=False)
    part = db.Column(String(40), nullable=False, default="")  # the block whose chart is wanted
    locale = db.Column(String(5), nullable=False)
    named = db.Column(db.Boolean, nullable=False, default=False)  # a lead asked for names too
    state = db.Column(String(8), nullable=False, default="waiting")
    rows = db.Column(db.Integer, nullable=False, default=0)
    rows_total = db.Column(db.Integer)
    name = db.Column(String(200), nullable=False, default="")
    stored_as = db.Column(String(80))
    size = db.Column(db.Integer)
    reason = db.Column(Text)
    made_at = db.Column(UTCDateTime, nullable=False, default=now, index=True)
    over_at = db.Column(UTCDateTime)
    by = db.relationship("User")

    @property
    def under_way(self):
        return self.state in UNDER_WAY
