"""Whose a comment is."""

from flask import Blueprint
from flask_babel import gettext as _

from app.accounts.access import me, requires
from app.accounts.queries import get_user
from app.comments.actions import assign
from app.comments.acts.forms import AssignmentForm
from app.comments.asking import ask, ask_again, seen
from app.comments.fragments import redraw
from app.comments.queries import get_comment, hold
from app.comments.versions import expect

FORM = "comments/acts/_assignment.html"
bp = Blueprint("assignment", __name__, url_prefix="/comments/<int:comment_id>/assignment")


@bp.get("")
@requires("moderator")
def new(comment_id):
    return ask(FORM, AssignmentForm(get_comment(comment_id), me()))


@bp.post("")
@requires("moderator")
def create(comment_id):
    comment = hold(comment_id)
    form = AssignmentForm(comment, me())
    if not form.validate():
        return ask(FORM, form, 422)
    if form.stale:
        return ask_again(FORM, form)
    to = get_user(form.to.data) if form.to.data else None
    activity = assign(comment, by=me(), to=to)
    words = _("Assigned to %(name)s.", name=to.called) if to else _("Nobody's.")
    return redraw(comment, notice=words, undo=activity)


@bp.delete("")
@bp.post("/undo")
@requires("moderator")
def undo(comment_id):
    comment = hold(comment_id)
    expect(comment, seen())
    return redraw(comment, notice=_("Nobody's."), undo=assign(comment, by=me(), to=None))
