"""An issue of a report that is sent, to whom it went, and pages that anyone may read."""

from sqlalchemy import JSON, String, Text, UniqueConstraint

from app.extensions import BigId, db
from app.lib.clock import UTCDateTime, now


class Issue(db.Model):
    """One report over one period as it will be sent: a draft until a lead approves it, the figures kept as they were."""

    __tablename__ = "report_issues"
    id = db.Column(BigId, primary_key=True)
    report_id = db.Column(
        db.ForeignKey("saved_reports.id", ondelete="CASCADE"), nullable=False, index=True
    )
    first_day = db.Column(db.Date, nullable=False)
    # The document as it was counted; none while it is being made.
    document = db.Column(JSON(none_as_null=True))
    words = db.Column(Text, nullable=False, default="")
    recipients = db.Column(JSON, nullable=False, default=list)
    made_at = db.Column(UTCDateTime, nullable=False, default=now)
    links_from = db.Column(UTCDateTime, nullable=False, default=now)
    drafted_at = db.Column(UTCDateTime)
    approved_at = db.Column(UTCDateTime)
    approved_by_id = db.Column(db.ForeignKey("users.id", ondelete="SET NULL"), index=True)
    withdrawn_at = db.Column(UTCDateTime)
    reason = db.Column(Text)
    report = db.relationship("SavedReport")
    approved_by = db.relationship("User")
    __table_args__ = (UniqueConstraint("report_id", "first_day"),)

    @property
    def is_open(self):
        return bool(self.document) and not (self.approved_at or self.withdrawn_at)


class Sending(db.Model):
    """One issue on its way to one address."""

    __tablename__ = "report_sendings"
    id = db.Column(BigId, primary_key=True)
    issue_id = db.Column(
        db.ForeignKey("report_issues.id", ondelete="CASCADE"), nullable=False, index=True
    )
    to = db.Column(String(254), nullable=False)
    letter_id = db.Column(db.ForeignKey("letters.id", ondelete="SET NULL"), index=True)
    issue = db.relationship(
        Issue, backref=db.backref("sendings", order_by="Sending.id", passive_deletes=True)
    )
    letter = db.relationship("Letter")
    __table_args__ = (UniqueConstraint("issue_id", "to"),)


class PublicPage(db.Model):
    """An issue that anyone may read who knows its address, until it is taken down."""

    __tablename__ = "report_pages"
    id = db.Column(BigId, primary_key=True)
    issue_id = db.Column(
        db.ForeignKey("report_issues.id", ondelete="CASCADE"), nullable=False, unique=True
    )
    slug = db.Column(String(80), nullable=False, unique=True)
    secret = db.Column(db.Boolean, nullable=False, default=True)
    # The page as it was drawn, with its charts; none while it is being drawn.
    body = db.Column(Text)
    by_id = db.Column(db.ForeignKey("users.id", ondelete="SET NULL"), index=True)
    made_at = db.Column(UTCDateTime, nullable=False, default=now)
    taken_down_at = db.Column(UTCDateTime)
    issue = db.relationship(Issue, backref=db.backref("page", uselist=False, passive_deletes=True))
    by = db.relationship("User")
