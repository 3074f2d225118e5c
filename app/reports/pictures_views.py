"""The charts of a report page: asked for when it is looked at, shown as soon as they are drawn."""

import re

from flask import Blueprint, Response, abort, render_template, request
from markupsafe import Markup
from sqlalchemy import select

from app.accounts.access import login_required, me
from app.extensions import db
from app.reports.making import document
from app.reports.pictures import THEMES, ChartPicture, ask_for
from app.reports.ready.catalogue import READY
from app.reports.views import asked_period, get_report, locale_of_reader
from app.search.query import Query

bp = Blueprint("chart_pictures", __name__, url_prefix="/reports/charts")
NAMED = re.compile(r'((?:id="|url\(#))(clip\d+)')
FOREVER = "private, max-age=31536000, immutable"


@bp.post("")
@login_required
def create():
    """Ask for the charts of a report over a period; who waits for them asks again."""
    report = request.args.get("report", "")
    about = READY.get(report) or get_report(int(report) if report.isdecimal() else 0)
    period, query = asked_period(about.period), Query.of(request.args.get("q", ""))
    ask_for(
        document(
            report if report in READY else about,
            period,
            query,
            user=me(),
            locale=locale_of_reader(),
        )
    )
    return "", 204


@bp.get("/<fingerprint>")
@login_required
def show(fingerprint):
    """The place of one chart: the drawing, which takes the font of the page, or a place that asks again."""
    tried = min(request.args.get("tried", 0, type=int), 99)
    return render_template(
        "reports/_chart.html", fingerprint=fingerprint, ready=False, drawings=drawings_of(fingerprint),
        title=request.args.get("title", "")[:200], tried=tried,
    )  # fmt: skip


def drawings_of(fingerprint):
    """{theme: drawing}, of the reader's theme alone where they chose one; nothing before it is drawn."""
    asked = select(ChartPicture).where(ChartPicture.fingerprint == fingerprint)
    found = db.session.scalar(asked.where(ChartPicture.dark.is_not(None)))
    themes = [me().theme] if me().theme in THEMES else THEMES
    return {theme: inline(found, theme) for theme in themes} if found else {}


def inline(found, theme):
    """A drawing as part of a page: written by our own drawing, which escapes words, under names of its own there."""
    own = f"{theme}-{found.fingerprint[:12]}-"
    return Markup(NAMED.sub(rf"\g<1>{own}\g<2>", getattr(found, theme)))


@bp.get("/<fingerprint>-<any(light, dark):theme>.svg")
@login_required
def picture(fingerprint, theme):
    column = {"light": ChartPicture.light, "dark": ChartPicture.dark}[theme]
    found = db.session.scalar(select(column).where(ChartPicture.fingerprint == fingerprint))
    answer = Response(found or abort(404), mimetype="image/svg+xml")
    answer.headers["Cache-Control"] = FOREVER
    return answer
