"""The page behind "no more of these letters": opening it changes nothing, since mail guards open every link."""

from flask import Blueprint, current_app, render_template
from flask_babel import force_locale

from app.extensions import csrf
from app.lib.links import keep_to_themselves
from app.notices.links import opened
from app.notices.wishing import end_letters

bp = Blueprint("notice_goodbyes", __name__, url_prefix="/n")
csrf.exempt(bp)
bp.after_request(keep_to_themselves)


@bp.get("/<token>")
def show(token):
    return draw(*opened(token), done=False)


@bp.post("/<token>")
def act(token):
    user, kind = opened(token)
    end_letters(user, kind)
    return draw(user, kind, done=True)


def draw(user, kind, *, done):
    with force_locale(user.locale or current_app.config["DEFAULT_LOCALE"]):
        return render_template("notices/goodbye.html", kind=kind, done=done)
