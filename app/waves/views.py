"""Act on every comment that says nearly the same, stop it, take it back; and the waves there are."""

from dataclasses import dataclass

from flask import Blueprint, abort, render_template, url_for
from flask_babel import gettext as _

from app.accounts.access import login_required, me, requires
from app.comments.asking import ask, ask_again
from app.comments.fragments import redraw
from app.comments.many import VERBS
from app.comments.queries import get_comment, hold
from app.lib.errors import Refused
from app.lib.htmx import is_htmx
from app.waves.actions import act_on, may_take_back, stop, take_back
from app.waves.forms import WaveForm
from app.waves.queries import (
    acts_on,
    channels_of,
    firsts,
    get_act,
    latest,
    left_on,
    others_of,
    since,
    wave_of,
)

FORM = "waves/_form.html"
ON_PAGE = 50
bp = Blueprint("waves", __name__)


def prepare(app):
    """What the pane and the rows draw waves with."""
    app.jinja_env.globals.update(
        wave_of=wave_of,
        others_of=others_of,
        channels_of=channels_of,
        acts_on=acts_on,
        wave_since=since,
        wave_verbs=VERBS,
        may_take_back=may_take_back,
    )


@bp.get("/waves")
@login_required
def index():
    waves = latest(ON_PAGE)
    return render_template("waves/page.html", waves=waves, firsts=firsts(waves))


@bp.get("/comments/<int:comment_id>/wave")
@requires("moderator")
def new(comment_id):
    comment = get_comment(comment_id)
    return ask(FORM, WaveForm(comment), wave=found(comment))


@bp.post("/comments/<int:comment_id>/wave")
@requires("moderator")
def create(comment_id):
    comment = hold(comment_id)
    wave, form = found(comment), WaveForm(comment)
    if not form.validate():
        return ask(FORM, form, 422, wave=wave)
    if form.stale:
        return ask_again(FORM, form, wave=wave)
    lasting = int(form.lasting.data)
    act = act_on(wave, form.kind.data, by=me(), comment=comment, lasting=lasting, **form.details)
    words = _("Done to all %(count)s alike.", count=wave.count)
    return redraw(comment, notice=words, undo=way_back(act, comment))


@bp.post("/comments/<int:comment_id>/wave/<int:act_id>/undo")
@requires("moderator")
def undo(comment_id, act_id):
    """Take an act on all back."""
    comment = hold(comment_id)
    take_back(act_of(comment, act_id), by=me())
    return redraw(comment, notice=_("Taken back, for all of them."))


@bp.post("/comments/<int:comment_id>/wave/<int:act_id>/end")
@requires("moderator")
def end(comment_id, act_id):
    """Leave later comments of a wave alone from now on."""
    comment = hold(comment_id)
    stop(act_of(comment, act_id))
    return redraw(comment, notice=_("Later ones are left alone."))


def found(comment):
    wave = wave_of(comment)
    if wave is None:
        raise Refused(_("No other comment says nearly the same any more."))
    return wave


def act_of(comment, act_id):
    """An act on the wave that this comment belongs to."""
    act = get_act(act_id)
    return act if comment.waving and act.wave_id == comment.waving.wave_id else abort(404)


@dataclass(frozen=True)
class WayBack:
    """What the toast takes back with one click: the act on all."""

    id: int
    url: str
    details: dict


def way_back(act, comment):
    """Without htmx the panel of the wave has the button."""
    if not is_htmx():
        return None
    activity = left_on(act, comment)
    url = url_for("waves.undo", comment_id=comment.id, act_id=act.id)
    return WayBack(act.id, url, activity.details if activity else {})
