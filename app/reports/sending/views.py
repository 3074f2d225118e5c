"""When a report sends itself, its issues, and how each stands."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.accounts.access import me, requires
from app.accounts.queries import everyone
from app.extensions import db
from app.lib.htmx import back_to
from app.lib.links import public_url
from app.reports.drawing.plain import plain
from app.reports.models import SavedReport
from app.reports.naming import period_words
from app.reports.saving import may_change
from app.reports.sending import actions
from app.reports.sending.models import Issue, Sending
from app.reports.sending.queries import issues_of

bp = Blueprint("issues", __name__, url_prefix="/reports")


@bp.get("/own/<int:report_id>/sending")
@requires("lead")
def index(report_id):
    return draw(of(report_id))


@bp.post("/own/<int:report_id>/sending")
@requires("lead")
def schedule(report_id):
    report, told = of(report_id), request.form
    try:
        actions.schedule(
            report,
            day=told.get("day", type=int) if told.get("sends") else None,
            locale=told.get("locale", ""),
            recipients="\n".join([*told.getlist("person"), told.get("recipients", "")]),
        )
    except actions.Refused as refusal:
        return draw(report, problem=refusal.reason, given=told), 422
    return back_to("issues.index", _("Kept."), report_id=report.id)


@bp.post("/own/<int:report_id>/issues")
@requires("lead")
def create(report_id):
    issue = actions.draft(of(report_id))
    db.session.flush()
    return redirect(url_for("issues.show", issue_id=issue.id), 303)


@bp.get("/issues/<int:issue_id>")
@requires("lead")
def show(issue_id):
    issue = get_issue(issue_id)
    return render_template(
        "reports/sending/issue.html",
        issue=issue,
        period=period_words(actions.period_of(issue)),
        report=plain(actions.document_of(issue), team="") if issue.document else None,
        address=public_url("public_reports.show", slug=issue.page.slug) if issue.page else None,
    )


@bp.post("/issues/<int:issue_id>/approval")
@requires("lead")
def approve(issue_id):
    actions.approve(get_issue(issue_id), by=me(), words=request.form.get("words", ""))
    return back_to("issues.show", _("Approved. The letters are on their way."), issue_id=issue_id)


@bp.post("/issues/<int:issue_id>/words")
@requires("lead")
def change(issue_id):
    actions.change_words(get_issue(issue_id), request.form.get("words", ""))
    return back_to("issues.show", _("Kept."), issue_id=issue_id)


@bp.post("/issues/<int:issue_id>/withdrawal")
@requires("lead")
def withdraw(issue_id):
    actions.withdraw(get_issue(issue_id))
    return back_to("issues.show", _("Set aside. Nobody gets this issue."), issue_id=issue_id)


@bp.post("/issues/<int:issue_id>/sendings/<int:sending_id>/again")
@requires("lead")
def again(issue_id, sending_id):
    sending = db.session.get(Sending, sending_id)
    if sending is None or sending.issue_id != get_issue(issue_id).id:
        abort(404)
    actions.try_again(sending)
    return back_to("issues.show", _("It is tried once more."), issue_id=issue_id)


@bp.post("/issues/<int:issue_id>/page")
@requires("lead")
def publish(issue_id):
    actions.publish(get_issue(issue_id), by=me(), secret=request.form.get("secret") != "no")
    return back_to("issues.show", _("The page will be there in a moment."), issue_id=issue_id)


@bp.post("/issues/<int:issue_id>/page/removal")
@requires("lead")
def take_down(issue_id):
    issue = get_issue(issue_id)
    actions.take_down(issue.page or abort(404))
    return back_to("issues.show", _("The page is taken down."), issue_id=issue_id)


def draw(report, problem=None, given=None):
    people = [user for user in everyone() if user.active]
    ours = {user.email.lower() for user in people}
    return render_template(
        "reports/sending/index.html", report=report, people=people, others=[to for to in report.recipients if to not in ours], issues=issues_of(report), problem=problem,
        given=given, most=actions.LATEST_DAY[report.period], period_words=period_words, period_of=actions.period_of,
    )  # fmt: skip


def of(report_id):
    report = db.session.get(SavedReport, report_id)
    return report if report and may_change(report, me()) else abort(404)


def get_issue(issue_id):
    issue = db.session.get(Issue, issue_id)
    if issue is None or not (issue.report.shared or issue.report.by_id == me().id):
        abort(404)
    return issue
