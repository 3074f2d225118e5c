"""Take back what was just done."""

from flask import Blueprint
from flask_babel import gettext as _

from app.accounts.access import me, requires
from app.comments.asking import show_standing
from app.comments.fragments import redraw
from app.comments.queries import get_comment
from app.comments.undo import can_take_back, undo
from app.lib.errors import Changed

bp = Blueprint("undo", __name__, url_prefix="/activities/<int:activity_id>/undo")


def prepare(app):
    """Whoever meets somebody else's change is shown it."""
    app.register_error_handler(Changed, show_standing)
    app.jinja_env.globals["can_take_back"] = can_take_back


@bp.post("")
@requires("moderator")
def create(activity_id):
    reversal = undo(activity_id, by=me())
    return redraw(get_comment(reversal.comment_id), notice=_("Taken back."))
