"""The tag report: a page, and the same as a sheet."""

from zoneinfo import ZoneInfo

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.accounts.access import login_required, me
from app.lib.sheets import download
from app.reports.period import STEPS, read_period
from app.reports.queries import tag_report
from app.reports.sheets import sheet
from app.search.asking import ask, problems_of
from app.search.query import Query

bp = Blueprint("reports", __name__, url_prefix="/reports")


def prepare(app):
    app.jinja_env.filters["lasting"] = lasting


@bp.get("")
@login_required
def index():
    return redirect(url_for("reports.tags"))


@bp.get("/tags")
@login_required
def tags():
    query, period = asked()
    return render_template(
        "reports/tags.html",
        query=query,
        period=period,
        steps=STEPS,
        problems=problems_of(query, ask(query, me())),
        report=tag_report(query, period, me()),
    )


@bp.get("/tags.csv")
@login_required
def tags_csv():
    query, period = asked()
    lines = sheet(tag_report(query, period, me()), period)
    return download(lines, f"tags-{period.start}-{period.last_day}.csv")


def asked():
    zone = ZoneInfo(current_app.config["TIMEZONE"])
    return Query.of(request.args.get("q", "")), read_period(request.args, zone)


def lasting(seconds):
    """A length of time in one or two words; a dash for none."""
    if seconds is None:
        return "–"
    minutes = round(seconds / 60)
    if minutes < 60:
        return ngettext("%(num)s min", "%(num)s min", minutes)
    if minutes < 48 * 60:
        return _("%(hours)s h %(minutes)s", hours=minutes // 60, minutes=f"{minutes % 60:02}")
    return ngettext("%(num)s day", "%(num)s days", round(minutes / 1440))
