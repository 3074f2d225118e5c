"""The issues of a report, and how they stand."""

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.extensions import db
from app.reports.models import SavedReport
from app.reports.sending.models import Issue, PublicPage, Sending

LIST = 24


def issues_of(report):
    """The issues of a report, the newest first, with to whom each went."""
    wanted = select(Issue).where(Issue.report_id == report.id).options(
        selectinload(Issue.sendings).joinedload(Sending.letter), joinedload(Issue.report)
    )  # fmt: skip
    return db.session.scalars(wanted.order_by(Issue.first_day.desc()).limit(LIST)).all()


def last_issues(user, most):
    """The issues made last of the reports this person sees."""
    seen = or_(SavedReport.shared, SavedReport.by_id == user.id)
    wanted = select(Issue).join(SavedReport).where(seen).options(
        selectinload(Issue.sendings).joinedload(Sending.letter), joinedload(Issue.report)
    )  # fmt: skip
    return db.session.scalars(wanted.order_by(Issue.id.desc()).limit(most)).all()


def public_page(slug):
    """The page at an address; None when it was taken down, or is not drawn yet."""
    page = db.session.scalar(select(PublicPage).where(PublicPage.slug == slug))
    return page if page and page.body and not page.taken_down_at else None
