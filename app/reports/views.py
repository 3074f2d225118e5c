"""Reports: those that are ready, those somebody keeps, and each over a period."""

from flask import Blueprint, abort, render_template, request
from flask_babel import get_locale
from flask_babel import gettext as _

from app.accounts.access import login_required, me
from app.extensions import db
from app.lib.clock import ago
from app.lib.htmx import back_to
from app.lib.sheets import download
from app.reports.drawing.cells import told
from app.reports.drawing.csv import csv
from app.reports.drawing.files import files_of
from app.reports.making import document
from app.reports.models import SavedReport
from app.reports.naming import period_words
from app.reports.period import KINDS, OWN, STEP_OF, STEPS, calendar, read_period, zone_of_team
from app.reports.pictures import charted, drawn
from app.reports.ready.catalogue import BLOCKS, READY
from app.reports.saving import change_report, delete_report, may_change, save_report, seen_by
from app.reports.sending.actions import period_of
from app.reports.sending.queries import last_issues
from app.search.asking import ask, problems_of
from app.search.query import Query

bp = Blueprint("reports", __name__, url_prefix="/reports")
LATELY = 4
SAID = ("period", "on", "from", "to", "step")


def prepare(app):
    app.jinja_env.filters["cell"] = lambda value, kind: told(value, kind, locale_of_reader())


@bp.get("")
@login_required
def index():
    """The ready reports, one's own and the team's, and what was made last."""
    return render_template(
        "reports/index.html", ready=READY.values(), saved=seen_by(me()), by=me(), made=files_of(me(), LATELY),
        issues=last_issues(me(), LATELY) if me().may("lead") else [], period_words=period_words, period_of=period_of,
    )  # fmt: skip


@bp.get("/<any(community, tags, moderation, service, reputation, classifier):key>")
@login_required
def page(key):
    """A ready report over a period."""
    return draw(key, READY[key], Query.of(request.args.get("q", "")))


@bp.get("/own/<int:report_id>")
@login_required
def own(report_id):
    """A report that somebody keeps, over its last period or another."""
    report = get_report(report_id)
    return draw(report, report, Query.of(request.args.get("q", report.query)))


def draw(report, about, query):
    period = asked_period(about.period)
    made = document(report, period, query, user=me(), locale=locale_of_reader())
    prints = charted(made)
    there = drawn(prints)
    return render_template(
        "reports/page.html",
        pictures={block.key: told for told, block in prints.items()},
        drawn=there,
        undrawn=set(prints) - there,
        report=report if isinstance(report, SavedReport) else None,
        key=None if isinstance(report, SavedReport) else report,
        document=made,
        query=query,
        problems=problems_of(query, ask(query, me())),
        period=period,
        kinds=KINDS,
        steps=STEPS,
        beside=beside(period),
        may_change=may_change,
        by=me(),
    )


def asked_period(kind):
    """The period that was asked for, else the one that last week lies in: at its beginning the one before."""
    zone = zone_of_team()
    if any(request.args.get(name) for name in SAID):
        return read_period(request.args, zone)
    return calendar(kind, ago(days=7).astimezone(zone).date(), zone)


def beside(period):
    """The periods before and after, with their names, and the same stretch in calendar pieces."""
    return {
        "before": (period_words(period.before), period.before.args),
        "after": (period_words(period.after), period.after.args),
        "kinds": {kind: calendar(kind, period.start, period.zone).args for kind in STEP_OF}
        | {OWN: {"from": str(period.start), "to": str(period.last_day), "step": period.step}},
    }


@bp.get("/own/new")
@login_required
def new():
    """Choose the blocks of a report, beginning with those of a ready one."""
    start = READY.get(request.args.get("of"), READY["community"])
    given = {
        "name": "",
        "blocks": start.blocks,
        "query": request.args.get("q", ""),
        "words": "",
        "period": start.period,
    }
    return form(None, given)


@bp.post("/own")
@login_required
def create():
    report = save_report(**sent(), by=me())
    return back_to("reports.own", _("“%(name)s” is saved.", name=report.name), report_id=report.id)


@bp.get("/own/<int:report_id>/change")
@login_required
def edit(report_id):
    report = get_report(report_id)
    return form(report, report) if may_change(report, me()) else abort(403)


@bp.post("/own/<int:report_id>")
@login_required
def change(report_id):
    change_report(get_report(report_id), **sent(), by=me())
    return back_to("reports.own", _("The report is changed."), report_id=report_id)


@bp.post("/own/<int:report_id>/deletion")
@login_required
def delete(report_id):
    delete_report(get_report(report_id), by=me())
    return back_to("reports.index", _("The report is deleted."))


def form(report, given):
    chosen = list(given["blocks"] if isinstance(given, dict) else given.blocks)
    order = [
        *(key for key in chosen if key in BLOCKS),
        *(key for key in BLOCKS if key not in chosen),
    ]
    return render_template(
        "reports/form.html", report=report, given=given, chosen=chosen, order=order,
        blocks=BLOCKS, kinds=[(kind, KINDS[kind]) for kind in STEP_OF], by=me(),
    )  # fmt: skip


def sent():
    """The blocks in the order of the numbers that stand beside them."""
    told = request.form
    placed = [
        (told.get(f"place-{key}", type=int) or 99, n, key)
        for n, key in enumerate(told.getlist("block"))
    ]
    return {
        "blocks": [key for _place, _n, key in sorted(placed)],
        "shared": bool(told.get("shared")),
        **{name: told.get(name, "") for name in ("name", "query", "words", "period")},
    }


def get_report(report_id):
    """A report this person sees, or a 404: what others keep to themselves is not there."""
    report = db.session.get(SavedReport, report_id)
    return report if report and (report.shared or report.by_id == me().id) else abort(404)


@bp.get("/tags.csv")
@login_required
def tags_csv():
    query, period = Query.of(request.args.get("q", "")), asked_period("month")
    made = document("tags", period, query, user=me(), locale=locale_of_reader())
    return download(csv(made), f"tags-{period.start}-{period.last_day}.csv")


def locale_of_reader():
    return str(get_locale())[:2]
