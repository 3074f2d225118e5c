"""Reports become documents, and documents leave."""

import time

from app import jobs
from app.extensions import db
from app.reports.drawing import files
from app.reports.drawing.models import ReportFile
from app.reports.sending.actions import draft_due
from app.reports.sending.models import Issue
from workers.runner import does, gives_up
from workers.sweep import looks

EVERY_SECONDS = 60
looked = {"at": -float("inf")}


@does(jobs.MAKE_DOCUMENT, own_transactions=True)
def make_document(file_id):
    """Draw one document."""
    from app.reports.drawing.filling import fill

    fill(file_id)


@gives_up(jobs.MAKE_DOCUMENT)
def document_failed(file_id, reason):
    """The document says why it is not there."""
    files.fail(db.session.get(ReportFile, file_id), reason)


looks(files.prune)


@does(jobs.DRAFT_ISSUE, own_transactions=True)
def draft_issue(issue_id):
    """Count a draft and ask a lead for a yes."""
    from app.reports.sending.making import count_draft

    count_draft(issue_id)


@does(jobs.SEND_ISSUE, own_transactions=True)
def send_issue(issue_id):
    """Bring an approved report to who waits for it."""
    from app.reports.sending.making import send_issue as send

    send(issue_id)


@does(jobs.PUBLISH_ISSUE, own_transactions=True)
def publish_issue(issue_id):
    """Draw the page that everybody may read."""
    from app.reports.sending.making import draw_page

    draw_page(issue_id)


@gives_up(jobs.DRAFT_ISSUE)
@gives_up(jobs.SEND_ISSUE)
def issue_failed(issue_id, reason):
    """The issue says why it did not leave."""
    if issue := db.session.get(Issue, issue_id):
        issue.reason = reason[:2000]


@looks
def draft_what_is_due():
    """Once a minute: has the day of a report come?"""
    if time.monotonic() - looked["at"] >= EVERY_SECONDS:
        looked["at"] = time.monotonic()
        draft_due()
