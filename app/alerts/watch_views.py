"""Watches are made, changed, paused and dropped; anybody may ask for their letters."""

from flask import Blueprint, abort, render_template
from flask_babel import gettext as _

from app.accounts.access import login_required, me, requires
from app.alerts.actions import change_watch, drop, make_watch, pause, take_offer, write_to
from app.alerts.forms import WatchForm
from app.alerts.models import START
from app.alerts.offers import BY_KEY
from app.alerts.queries import get_watch
from app.lib.htmx import back_to, request

bp = Blueprint("watches", __name__, url_prefix="/watches")


@bp.get("/new")
@requires("lead")
def new():
    return draw(WatchForm(query=request.args.get("q", "")))


@bp.post("")
@requires("lead")
def create():
    form = WatchForm()
    if not form.validate():
        return draw(form), 422
    make_watch(by=me(), **form.given)
    return back_to("alerts.index", _("Kept. It learns what is usual from what is there already."))


@bp.post("/offers/<key>")
@requires("lead")
def take(key):
    """Switch a ready watch on."""
    if key not in BY_KEY:
        abort(404)
    take_offer(key, by=me())
    return back_to("alerts.index", _("It listens from now on, and writes to you."))


@bp.get("/<int:watch_id>")
@requires("lead")
def edit(watch_id):
    watch = get_watch(watch_id)
    return draw(WatchForm(watch), watch)


@bp.post("/<int:watch_id>")
@requires("lead")
def change(watch_id):
    watch, form = get_watch(watch_id), WatchForm()
    if not form.validate():
        return draw(form, watch), 422
    change_watch(watch, **form.given)
    return back_to("alerts.index", _("Kept."))


@bp.post("/<int:watch_id>/pause")
@requires("lead")
def hold_on(watch_id):
    watch = get_watch(watch_id)
    pause(watch, request.form.get("on") != "1")
    return back_to("alerts.index", _("It rests.") if watch.paused_at else _("It listens again."))


@bp.post("/<int:watch_id>/deletion")
@requires("lead")
def delete(watch_id):
    """Forget a watch and all its alerts."""
    drop(get_watch(watch_id))
    return back_to("alerts.index", _("The watch and its alerts are gone."))


@bp.post("/<int:watch_id>/letters")
@login_required
def letters(watch_id):
    """Whether the person gets its letters."""
    watch, wanted = get_watch(watch_id), request.form.get("wanted") == "1"
    write_to(watch, me(), wanted)
    said = _("Its letters come to you.") if wanted else _("No more letters from it.")
    return back_to("alerts.index", said)


def draw(form, watch=None):
    return render_template("alerts/watch.html", form=form, watch=watch, start=START)
