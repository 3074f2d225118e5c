"""Say that the classifier is wrong, and what is right."""

from flask import Blueprint
from flask_babel import gettext as _

from app.accounts.access import me, requires
from app.classifier.corrections.actions import correct
from app.classifier.corrections.forms import CorrectionForm
from app.classifier.corrections.words import lists_of, weighed
from app.comments.asking import ask, ask_again
from app.comments.fragments import redraw
from app.comments.queries import get_comment, hold
from app.comments.sure import how_sure

FORM = "classifier/_correction.html"
bp = Blueprint("corrections", __name__, url_prefix="/comments/<int:comment_id>/correction")


def prepare(app):
    """What the pane explains flags with."""
    app.jinja_env.globals.update(how_sure=how_sure, weighed=weighed, lists_of=lists_of)


@bp.get("")
@requires("moderator")
def new(comment_id):
    return ask(FORM, CorrectionForm(get_comment(comment_id)))


@bp.post("")
@requires("moderator")
def create(comment_id):
    comment = hold(comment_id)
    form = CorrectionForm(comment)
    if not form.validate():
        return ask(FORM, form, 422)
    if form.stale:
        return ask_again(FORM, form)
    activity = correct(comment, form.said, by=me(), fine=bool(form.fine.data))
    return redraw(comment, notice=_("Thank you: the classifier learns from it."), undo=activity)
