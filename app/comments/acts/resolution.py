"""Nothing more to do with a comment, or there is after all."""

from flask import Blueprint
from flask_babel import gettext as _

from app.accounts.access import me, requires
from app.comments.actions import reopen, resolve
from app.comments.asking import seen
from app.comments.fragments import redraw
from app.comments.queries import hold
from app.comments.versions import expect

bp = Blueprint("resolution", __name__, url_prefix="/comments/<int:comment_id>/resolution")


@bp.post("")
@requires("moderator")
def create(comment_id):
    comment = hold(comment_id)
    expect(comment, seen())
    return redraw(comment, notice=_("Done."), undo=resolve(comment, by=me()))


@bp.delete("")
@bp.post("/undo")
@requires("moderator")
def undo(comment_id):
    comment = hold(comment_id)
    expect(comment, seen())
    return redraw(comment, notice=_("Open again."), undo=reopen(comment, by=me()))
