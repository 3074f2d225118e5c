"""Say that a comment is spam, or is not."""

from flask import Blueprint
from flask_babel import gettext as _

from app.accounts.access import me, requires
from app.comments.actions import mark_spam, unmark_spam
from app.comments.asking import seen
from app.comments.fragments import redraw
from app.comments.queries import hold
from app.comments.versions import expect

bp = Blueprint("spam", __name__, url_prefix="/comments/<int:comment_id>/spam")


@bp.post("")
@requires("moderator")
def create(comment_id):
    comment = hold(comment_id)
    expect(comment, seen())
    return redraw(comment, notice=_("Marked as spam."), undo=mark_spam(comment, by=me()))


@bp.delete("")
@bp.post("/undo")
@requires("moderator")
def undo(comment_id):
    comment = hold(comment_id)
    expect(comment, seen())
    return redraw(comment, notice=_("Not spam."), undo=unmark_spam(comment, by=me()))
