"""The letters of a report: its draft to who approves it, and the PDF to who waits for it."""

from flask import current_app

from app.accounts.queries import everyone
from app.letters.actions import post
from app.letters.models import Enclosure
from app.lib.links import public_url
from app.reports.drawing import charts
from app.reports.drawing.plain import plain
from app.reports.sending.links import button

CHART_WIDTH = 512


def deciders(issue):
    """Who is asked: the lead whose report it is, else every lead."""
    if issue.report.by.active and issue.report.by.may("lead"):
        return [issue.report.by]
    return [user for user in everyone() if user.active and user.may("lead")]


def pictures(document):
    """The charts of a document as pictures, by the key of their block."""
    drawn = ((block.key, block) for block in document.blocks if block.chart)
    return {key: charts.png(b.chart, locale=document.locale, width=CHART_WIDTH) for key, b in drawn}


def write_draft(issue, document, drawn, user):
    """Ask one lead to read an issue and let it go."""
    words = plain(document, team=current_app.config["TEAM_NAME"])
    return post(
        user.email,
        template="reports/mail/draft",
        locale=document.locale,
        enclosures=[
            Enclosure(name=f"{key}.png", kind="image/png", cid=f"{key}.{issue.id}", content=content)
            for key, content in drawn.items()
        ],
        name=user.called,
        report=words,
        drawn={key: f"{key}.{issue.id}" for key in drawn},
        recipients=issue.recipients,
        link=button(issue, user),
        page=public_url("issues.show", issue_id=issue.id),
    )


def write_issue(issue, document, file, name, to):
    """Bring one recipient the approved report."""
    return post(
        to,
        template="reports/mail/issue",
        locale=document.locale,
        enclosures=[Enclosure(name=name, kind="application/pdf", cid=None, content=file)],
        report=plain(document, team=current_app.config["TEAM_NAME"]),
    )
