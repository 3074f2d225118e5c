"""What workers do for an issue: count its draft, send it, draw its public page."""

from flask import current_app, render_template
from flask_babel import force_locale
from markupsafe import Markup

from app.extensions import db
from app.lib.clock import now
from app.lib.transaction import looking, transaction
from app.reports.drawing import charts
from app.reports.drawing.files import name_of
from app.reports.drawing.pdf import pdf
from app.reports.drawing.plain import plain
from app.reports.drawing.whole import whole
from app.reports.sending.actions import document_of, period_of
from app.reports.sending.freezing import frozen
from app.reports.sending.letters import deciders, pictures, write_draft, write_issue
from app.reports.sending.models import Issue, Sending


def count_draft(issue_id):
    """Count the draft of an issue, keep it, and ask a lead for a yes."""
    with looking():
        issue = db.session.get(Issue, issue_id)
        if issue is None or issue.drafted_at:
            return
        report = issue.report
        made = whole(report, period_of(issue), report.query, user=report.by, locale=report.locale)
    kept = frozen(made)
    drawn = pictures(made)
    with transaction():
        issue = db.session.get(Issue, issue_id, with_for_update=True)
        if issue and not issue.drafted_at:
            issue.document, issue.drafted_at = kept, now()
            for user in deciders(issue):
                write_draft(issue, document_of(issue), drawn, user)


def send_issue(issue_id):
    """Draw the PDF once and write a letter to every recipient who has none yet."""
    with looking():
        issue = db.session.get(Issue, issue_id)
        document, period = document_of(issue), period_of(issue)
        waiting = [to for to in issue.recipients if to not in {each.to for each in issue.sendings}]
    file = pdf(document, team=current_app.config["TEAM_NAME"])
    for to in waiting:
        with transaction():
            issue = db.session.get(Issue, issue_id, with_for_update=True)
            if to not in {each.to for each in issue.sendings}:
                letter = write_issue(
                    issue, document, file, name_of(document.title, period, "pdf"), to
                )
                db.session.add(Sending(issue_id=issue_id, to=to, letter=letter))


def draw_page(issue_id):
    """Draw the public page of an issue, with its charts: whoever opens it asks for nothing to be counted."""
    with looking():
        issue = db.session.get(Issue, issue_id)
        if issue.page is None or issue.page.taken_down_at:
            return
        document, slug = document_of(issue), issue.page.slug
    body = page_body(document)
    with transaction():
        issue = db.session.get(Issue, issue_id)
        if issue.page and issue.page.slug == slug and not issue.page.taken_down_at:
            issue.page.body = body


def page_body(document):
    drawn = {
        block.key: in_both_themes(block, document.locale)
        for block in document.blocks
        if block.chart
    }
    words = plain(document, team=current_app.config["TEAM_NAME"])
    with force_locale(document.locale):
        return render_template("reports/public/_body.html", report=words, drawn=drawn)


def in_both_themes(block, locale):
    """A chart in the colours of each theme: the reader's own setting shows one of them."""
    return {
        theme: Markup(charts.svg(block.chart, title=block.title, locale=locale, theme=theme))
        for theme in ("light", "dark")
    }
