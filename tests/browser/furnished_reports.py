"""A report that sends itself, with everything that can become of it."""

from app.extensions import db
from app.lib.clock import ago, now
from app.reports.drawing.models import ReportFile
from app.reports.models import SavedReport
from app.reports.period import latest, zone_of_team
from app.reports.sending.freezing import frozen
from app.reports.sending.links import button
from app.reports.sending.making import page_body
from app.reports.sending.models import Issue, PublicPage, Sending
from app.reports.verbatims.models import Quote
from tests.reports.drawing.samples import sample


def sent_report(by, comment):
    """The addresses of a report's sending, its issues, a document, its quotes and its public page."""
    report = SavedReport(
        name="Mois de l’eau", blocks=["volume"], by_id=by.id, shared=True, day=1, locale="fr",
        recipients=["maire@example.tn"],
    )  # fmt: skip
    file = ReportFile(
        by_id=by.id, report="community", period={"period": "month"}, format="pdf", locale="fr",
        state="done", name="mois.pdf", stored_as="none.pdf", size=2048,
    )  # fmt: skip
    db.session.add_all([report, file])
    db.session.flush()
    open_issue, sent = (issue(report, days) for days in (40, 80))
    sent.approved_at, sent.approved_by_id = now(), by.id
    db.session.add(Sending(issue_id=sent.id, to="maire@example.tn"))
    db.session.add(
        PublicPage(
            issue_id=sent.id, slug="mois-de-l-eau", secret=False, body=page_body(sample("fr"))
        )
    )
    period = quote(comment)
    return {
        "pages": [
            f"/reports/own/{report.id}/sending", f"/reports/issues/{open_issue.id}", f"/reports/issues/{sent.id}",
            "/reports/documents", f"/reports/documents/{file.id}",
            f"/reports/quotes?period=month&on={period.start}&locale=fr",
        ],
        "issue": "/i/" + button(open_issue, by).rpartition("/i/")[2],
        "public": "/r/mois-de-l-eau",
    }  # fmt: skip


def issue(report, days):
    row = Issue(
        report_id=report.id, first_day=ago(days=days).date().replace(day=1), words="Bonjour.",
        document=frozen(sample("fr")), recipients=report.recipients, drafted_at=now(),
        links_from=ago(minutes=1),
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    return row


def quote(comment):
    period = latest("month", zone_of_team())
    db.session.add(
        Quote(
            comment_id=comment.id, first_day=period.start, end_day=period.end, locale="fr",
            theme="#الماء", text="علاش الماء مقصوص؟", who="Personne 1", place="Facebook",
        )
    )  # fmt: skip
    return period
