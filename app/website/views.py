"""The public form: a page of its own, and the same in a frame on somebody's site."""

import re

from flask import Blueprint, abort, g, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.extensions import csrf
from app.lib.limits import limiter, visitor
from app.website.actions import leave
from app.website.forms import LeaveForm
from app.website.language import in_their_language
from app.website.marks import new_mark, read_mark
from app.website.queries import form_behind
from app.website.sites import origins_of

bp = Blueprint("website", __name__, url_prefix="/form/<token>")
# Nobody is signed in here and no cookie is sent from a frame: the form's own mark is what is checked.
csrf.exempt(bp)

PAGE, FRAME = {"framed": False}, {"framed": True}
# A household may share one address; one form is not the whole inbox.
BY_VISITOR, BY_FORM = "10/minute;60/hour", "200/minute"
REFERENCE = re.compile(r"[A-Z2-7]{4}(-[A-Z2-7]{4}){3}")


def prepare(app):
    """The page of a channel says which sites may show its form."""
    app.jinja_env.globals["origins_of"] = origins_of


@bp.before_request
def keep_nothing():
    """No cookie is set for who only reads or writes here."""
    g.no_cookies = True


@in_their_language
def too_many(limit):
    """A limit was reached: the words are not lost, they come back with the form."""
    channel = form_behind(request.view_args["token"])
    framed = request.view_args["framed"]
    problem = _("Many messages came from here just now. Please wait a minute and send again.")
    return make_response(ask_again(channel, LeaveForm(request.form), framed, problem, 429))


@bp.get("", defaults=PAGE)
@bp.get("/embed", defaults=FRAME)
@in_their_language
def ask(token, framed):
    channel = form_behind(token)
    return draw("website/form.html", channel, framed, form=LeaveForm(mark=new_mark(channel)))


@bp.post("", defaults=PAGE)
@bp.post("/embed", defaults=FRAME)
@limiter.limit(
    BY_FORM, key_func=lambda: request.view_args["token"], scope="form", on_breach=too_many
)
@limiter.limit(BY_VISITOR, key_func=visitor, on_breach=too_many)
@in_their_language
def receive(token, framed):
    # The words first: whoever sends them slowly must not hold up the database meanwhile.
    form = LeaveForm(request.form)
    channel = form_behind(token)
    if channel.paused_at:
        return ask_again(channel, form, framed, _("This form is closed at the moment."), 503)
    mark = read_mark(channel, form.mark.data)
    if problem := doubt(mark):
        return ask_again(channel, form, framed, problem, 422)
    if not form.validate():
        return ask_again(channel, form, framed, None, 422)
    named = leave(channel, form, mark)
    return redirect(url_for(".thank", token=token, framed=framed, ref=named, **carried()), 303)


@bp.get("/thanks", defaults=PAGE)
@bp.get("/embed/thanks", defaults=FRAME)
@in_their_language
def thank(token, framed):
    named = request.args.get("ref", "")
    if not REFERENCE.fullmatch(named):
        abort(404)
    return draw("website/thanks.html", form_behind(token), framed, reference=named)


def doubt(mark):
    """Why a form may not have been filled in by a person just now; None when it was."""
    if mark is None:
        return _("This form could not be recognised. Your words are still here: please send again.")
    if mark.too_old:
        return _(
            "This page was open for a long time. Your words are still here: please send again."
        )
    if mark.too_quick:
        return _("That was very quick. Please look at your words once more and send again.")
    return None


def ask_again(channel, form, framed, problem, status):
    """The form once more, with what was written and what is wrong."""
    if read_mark(channel, form.mark.data) is None or status != 422 or problem:
        form.mark.data = new_mark(channel)
    return draw("website/form.html", channel, framed, form=form, problem=problem), status


def draw(template, channel, framed, **more):
    """One page of the form; in a frame only where an administrator said so."""
    if framed:
        g.frame_ancestors = ["'self'", *origins_of(channel)]
    page = render_template(template, channel=channel, framed=framed, carried=carried(), **more)
    return make_response(page)


def carried():
    """What the address of a page hands on to the next: the language and the colours of the site around."""
    return {
        name: value
        for name in ("language", "theme")
        if (value := request.args.get(name, "")).isalpha() and len(value) < 8
    }
