"""Put a comment off, or have it back."""

from flask import Blueprint
from flask_babel import gettext as _

from app.accounts.access import me, requires
from app.comments.actions import reopen, snooze
from app.comments.acts.forms import SnoozeForm
from app.comments.asking import ask, ask_again, seen
from app.comments.fragments import redraw
from app.comments.queries import get_comment, hold
from app.comments.versions import expect
from app.lib.show import moment

FORM = "comments/acts/_snooze.html"
bp = Blueprint("snooze", __name__, url_prefix="/comments/<int:comment_id>/snooze")


@bp.get("")
@requires("moderator")
def new(comment_id):
    return ask(FORM, SnoozeForm(get_comment(comment_id)))


@bp.post("")
@requires("moderator")
def create(comment_id):
    comment = hold(comment_id)
    form = SnoozeForm(comment)
    if not form.validate():
        return ask(FORM, form, 422)
    if form.stale:
        return ask_again(FORM, form)
    activity = snooze(comment, by=me(), until=form.until)
    return redraw(
        comment, notice=_("Put off until %(moment)s.", moment=moment(form.until)), undo=activity
    )


@bp.delete("")
@bp.post("/undo")
@requires("moderator")
def undo(comment_id):
    comment = hold(comment_id)
    expect(comment, seen())
    return redraw(comment, notice=_("Open again."), undo=reopen(comment, by=me()))
