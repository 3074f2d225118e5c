"""Schedule a report, draft an issue when its day has come, approve it, send it, and show it to everybody."""

import re
import secrets
from dataclasses import replace
from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import select

from app import jobs
from app.extensions import db
from app.jobs import enqueue
from app.letters.actions import send_again
from app.lib.clock import now
from app.lib.errors import PermanentError, Refused
from app.lib.mail import mailbox
from app.reports.models import SavedReport
from app.reports.period import calendar, latest, zone_of_team
from app.reports.sending.freezing import thawed
from app.reports.sending.models import Issue, PublicPage
from config import LOCALES

MOST_RECIPIENTS = 100
LATEST_DAY = {"week": 7, "month": 28, "quarter": 28, "year": 28}
LONGEST_WORDS = 5000


def schedule(report, *, day, locale, recipients):
    """Send this report by itself from now on, on a day after each of its periods; no day is never."""
    if day is not None and not 1 <= day <= LATEST_DAY[report.period]:
        raise Refused(_("Choose a day from 1 to %(most)s.", most=LATEST_DAY[report.period]))
    if locale not in LOCALES:
        raise Refused(_("Sada does not speak this language."))
    report.day, report.locale, report.recipients = day, locale, addresses(recipients)
    last = latest(report.period, zone_of_team())
    if day and due_on(last, day) <= today():
        # What is past was sent by hand, or not missed.
        report.sent_for = last.start


def addresses(text):
    """The addresses of a text, each once; says which is none."""
    found = {}
    for word in re.split(r"[\s,;]+", text):
        if word:
            try:
                found[mailbox(word).addr_spec.lower()] = None
            except PermanentError:
                raise Refused(_("“%(word)s” is not an e-mail address.", word=word[:60])) from None
    if len(found) > MOST_RECIPIENTS:
        raise Refused(_("At most %(most)s addresses.", most=MOST_RECIPIENTS))
    return list(found)


def today():
    return now().astimezone(zone_of_team()).date()


def due_on(period, day):
    """The day on which the draft of a period is there."""
    return period.end + timedelta(days=day - 1)


def draft_due():
    """Ask for the draft of every report whose day has come."""
    for report in db.session.scalars(select(SavedReport).where(SavedReport.day.is_not(None))):
        last = latest(report.period, zone_of_team())
        if report.sent_for != last.start and due_on(last, report.day) <= today():
            draft(report, last)


def draft(report, period=None):
    """Ask for one issue of a report; a period has one."""
    period = period or latest(report.period, zone_of_team())
    known = select(Issue).where(Issue.report_id == report.id, Issue.first_day == period.start)
    report.sent_for = period.start
    if issue := db.session.scalar(known):
        return issue
    issue = Issue(
        report_id=report.id,
        first_day=period.start,
        words=report.words,
        recipients=report.recipients,
    )
    db.session.add(issue)
    enqueue(jobs.DRAFT_ISSUE, issue)
    return issue


def period_of(issue):
    return calendar(issue.report.period, issue.first_day, zone_of_team())


def document_of(issue):
    """The document as it was counted, with the opening words as they are now."""
    words = tuple(part.strip() for part in issue.words.split("\n\n") if part.strip())
    return replace(thawed(issue.document), lead=words)


def approve(issue, *, by, words):
    """Let an issue go to its recipients, with these opening words."""
    still_open(issue)
    issue.words = words.strip()[:LONGEST_WORDS]
    issue.approved_at, issue.approved_by_id = now(), by.id
    enqueue(jobs.SEND_ISSUE, issue)


def change_words(issue, words):
    """Other opening words; the draft stays one."""
    still_open(issue)
    issue.words = words.strip()[:LONGEST_WORDS]


def withdraw(issue):
    """Nobody gets this issue."""
    still_open(issue)
    issue.withdrawn_at = now()


def still_open(issue):
    if issue.approved_at:
        raise Refused(_("This issue was approved already."))
    if issue.withdrawn_at:
        raise Refused(_("This issue was set aside."))
    if not issue.document:
        raise Refused(_("The draft is still being made."))


def try_again(sending):
    """Send once more what could not be sent."""
    if sending.letter is None:
        raise Refused(_("The letter is no longer kept."))
    send_again(sending.letter)


def publish(issue, *, by, secret):
    """Show an approved issue to everybody who has its address."""
    if not issue.approved_at:
        raise Refused(_("Only an approved issue can be shown to everybody."))
    page = issue.page or PublicPage(issue_id=issue.id)
    page.slug, page.secret, page.by_id = slug_of(issue, secret), secret, by.id
    page.body, page.taken_down_at, page.made_at = None, None, now()
    db.session.add(page)
    enqueue(jobs.PUBLISH_ISSUE, issue)
    return page


def slug_of(issue, secret):
    """An address that nobody guesses, or one that says what is there."""
    if secret:
        return secrets.token_urlsafe(24)
    words = re.sub(r"[^\w]+", "-", issue.report.name.lower()).strip("-")[:50]
    return f"{words}-{issue.first_day}-{issue.id}"


def take_down(page):
    """Show it to nobody any more; its old address never opens again."""
    page.taken_down_at, page.body = now(), None
