"""Hide a comment, and show it again."""

from flask import Blueprint
from flask_babel import gettext as _

from app.accounts.access import me, requires
from app.comments.asking import ask, ask_again, seen
from app.comments.fragments import redraw
from app.comments.queries import get_comment, hold
from app.comments.versions import expect
from app.moderation.actions import hide, unhide
from app.moderation.forms import HideForm
from app.moderation.queries import measure_on

FORM = "moderation/_form.html"
bp = Blueprint("hidden", __name__, url_prefix="/comments/<int:comment_id>/hidden")


def prepare(app):
    """What the pane draws measures with."""
    app.jinja_env.globals["measure_on"] = measure_on


@bp.get("")
@requires("moderator")
def new(comment_id):
    return ask(FORM, HideForm(get_comment(comment_id)))


@bp.post("")
@requires("moderator")
def create(comment_id):
    comment = hold(comment_id)
    form = HideForm(comment)
    if not form.validate():
        return ask(FORM, form, 422)
    if form.stale:
        return ask_again(FORM, form)
    activity = hide(comment, by=me(), reason=form.reason.data or "", why=form.why.data or "")
    here = activity.details["here"]
    return redraw(comment, notice=_("Hidden here only.") if here else _("Hidden."), undo=activity)


@bp.delete("")
@bp.post("/undo")
@requires("moderator")
def undo(comment_id):
    comment = hold(comment_id)
    expect(comment, seen())
    return redraw(comment, notice=_("Shown again."), undo=unhide(comment, by=me()))
