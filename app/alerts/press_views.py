"""The press of a day, to skim."""

from datetime import date, timedelta

from flask import Blueprint, abort, render_template

from app.accounts.access import login_required
from app.alerts.press import stories, today
from app.lib.clock import moment_of
from app.lib.htmx import request

bp = Blueprint("press", __name__)


@bp.get("/alerts/press")
@login_required
def day():
    last = today()
    try:
        asked = date.fromisoformat(request.args.get("day", last.isoformat()))
    except ValueError:
        abort(404)
    asked = min(asked, last)
    return render_template(
        "alerts/press.html", day=asked, stories=stories(asked), last=last, moment_of=moment_of,
        before=asked - timedelta(days=1), after=asked + timedelta(days=1),
    )  # fmt: skip
