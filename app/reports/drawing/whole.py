"""A report as it leaves: counted, with the quotes that people approved, and what was left out."""

from app.extensions import db
from app.reports.drawing.leaving import with_notes
from app.reports.making import document
from app.reports.models import SavedReport
from app.reports.ready.catalogue import READY


def report_named(name):
    """A ready report by its key, or a saved one by its number; None when there is none."""
    if name in READY:
        return name
    return db.session.get(SavedReport, int(name)) if name.isdecimal() else None


def may_see(report, user):
    """Whether this person may have it drawn: what others keep to themselves is not there."""
    return (
        isinstance(report, str) or report is not None and (report.shared or report.by_id == user.id)
    )


def whole(report, period, query, *, user, locale):
    """The document that is drawn as a file or a letter."""
    made = document(report, period, query, user=user, locale=locale)
    return with_notes(with_quotes(made, period))


def with_quotes(made, period):
    from app.reports.verbatims.queries import with_approved

    return with_approved(made, period)
