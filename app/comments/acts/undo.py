"""Take back what was just done."""

from flask import Blueprint
from flask_babel import gettext as _

from app.accounts.access import me, requires
from app.comments.fragments import redraw
from app.comments.queries import get_comment
from app.comments.undo import undo

bp = Blueprint("undo", __name__, url_prefix="/activities/<int:activity_id>/undo")


@bp.post("")
@requires("moderator")
def create(activity_id):
    reversal = undo(activity_id, by=me())
    return redraw(get_comment(reversal.comment_id), notice=_("Taken back."))
