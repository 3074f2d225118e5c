"""Alerts as they were told, and what each was worth."""

from flask import Blueprint, abort, render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.access import login_required, me, requires
from app.alerts import words
from app.alerts.actions import review, snooze, unsnooze
from app.alerts.letters import source_of
from app.alerts.models import LEAST, MOST
from app.alerts.offers import name_of, open_offers
from app.alerts.queries import (
    alerts_before,
    all_watches,
    get_alert,
    how_many_new,
    last_day,
    list_of,
)
from app.comments.masking import masked, subject_words
from app.lib.htmx import back_to, is_htmx, make_response, request

SNOOZES = {"1": 1, "8": 8, "24": 24, "168": 168}
TABS = (("alerts.index", _l("Alerts")), ("press.day", _l("Press")), ("trends.page", _l("Trends")))
bp = Blueprint("alerts", __name__)


def prepare(app):
    """What pages and the rail draw alerts with."""
    app.jinja_env.globals.update(
        alert_headline=words.headline,
        alert_reach=words.reach,
        alert_terms=words.terms_of,
        alert_usual=words.usual_of,
        alert_list=list_of,
        alert_source=source_of,
        alert_first=subject_words,
        watch_name=name_of,
        watch_ease=lambda watch: (MOST - watch.strictness) / (MOST - LEAST),
        new_alerts=how_many_new,
        alert_tabs=lambda: TABS,
        alert_masked=masked,
    )


@bp.get("/alerts")
@login_required
def index():
    watches = all_watches()
    before = request.args.get("before", type=int)
    return render_template(
        "alerts/page.html", alerts=alerts_before(before), watches=watches, offers=open_offers(),
        bars=last_day(watches), kinds=words.SAID, older=bool(before),
    )  # fmt: skip


@bp.get("/alerts/told")
@login_required
def told():
    """The alerts alone, as they are now: asked for when one is told."""
    return render_template("alerts/_told.html", alerts=alerts_before())


@bp.get("/alerts/count")
@login_required
def count():
    """How many are new, for the rail."""
    return render_template("alerts/_count.html")


@bp.post("/alerts/<int:alert_id>/review")
@requires("moderator")
def judge(alert_id):
    """Useful or not: the watch learns from it."""
    alert, verdict = get_alert(alert_id), request.form.get("useful")
    if verdict not in ("yes", "no"):
        abort(400)
    review(alert, verdict == "yes", by=me())
    said = {
        "yes": _("Noted: useful. The watch listens a little more closely."),
        "no": _("Noted: not useful. The watch will need more before it speaks."),
    }
    return drawn(alert, said[verdict])


@bp.post("/alerts/<int:alert_id>/snooze")
@requires("moderator")
def put_off(alert_id):
    alert, hours = get_alert(alert_id), SNOOZES.get(request.form.get("hours"))
    if hours is None:
        abort(400)
    snooze(alert, hours)
    return drawn(alert, _("You hear nothing more of this story until then."))


@bp.post("/alerts/<int:alert_id>/wake")
@requires("moderator")
def wake(alert_id):
    alert = get_alert(alert_id)
    unsnooze(alert)
    return drawn(alert, _("It is told again."))


def drawn(alert, words):
    """The alert as it is now, and the rail's count with it."""
    if not is_htmx():
        return back_to("alerts.index", words)
    return make_response(render_template("alerts/_changed.html", alert=alert, words=words))
