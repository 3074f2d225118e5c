"""Letters that left, wait or are kept, for an administrator to read."""

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.accounts.access import requires
from app.letters import actions
from app.letters.queries import get_letter, last_try, letters_before
from app.lib.csp import SEALED

bp = Blueprint("letters", __name__, url_prefix="/letters")


@bp.get("")
@requires("admin")
def index():
    letters = letters_before(request.args.get("before", type=int))
    return render_template("letters/index.html", letters=letters)


@bp.get("/<int:letter_id>")
@requires("admin")
def show(letter_id):
    letter = get_letter(letter_id)
    return render_template("letters/letter.html", letter=letter, task=last_try(letter))


@bp.get("/<int:letter_id>/body")
@requires("admin")
def body(letter_id):
    """The letter as a mail program draws it, sealed off from the inbox around it."""
    return make_response(get_letter(letter_id).html, {"Content-Security-Policy": SEALED})


@bp.post("/<int:letter_id>/tries")
@requires("admin")
def send_again(letter_id):
    letter = get_letter(letter_id)
    actions.send_again(letter)
    flash(_("The letter is on its way again."), "success")
    return redirect(url_for("letters.show", letter_id=letter.id), 303)
