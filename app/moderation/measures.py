"""Acts on the platform's side from the screen: delete, like, ban, and what is done over there by hand."""

from flask import Blueprint, abort
from flask_babel import gettext as _

from app.accounts.access import me, requires
from app.comments.asking import ask, ask_again, seen
from app.comments.fragments import redraw
from app.comments.queries import get_comment, hold
from app.comments.versions import expect
from app.connectors.contract import Can
from app.moderation.acts import act, done_there
from app.moderation.forms import ASKED, MeasureForm
from app.moderation.offering import elsewhere, is_final, offered
from app.moderation.queries import other_measures_on

FORM = "moderation/_ask.html"
KINDS = "delete, like, unlike, ban, unban"
bp = Blueprint("measures", __name__, url_prefix="/comments/<int:comment_id>/measures")


def prepare(app):
    """What the bar of acts is drawn with."""
    app.jinja_env.globals.update(
        offered=offered,
        elsewhere=elsewhere,
        other_measures_on=other_measures_on,
        asks_first=lambda comment, kind: kind in ASKED or is_final(comment, kind),
        Can=Can,
    )


@bp.get(f"/<any({KINDS}):kind>")
@requires("moderator")
def new(comment_id, kind):
    comment = get_comment(comment_id)
    if Can(kind) not in offered(comment):
        abort(404)
    return ask(FORM, MeasureForm(comment, Can(kind)))


@bp.post(f"/<any({KINDS}):kind>")
@requires("moderator")
def create(comment_id, kind):
    comment = hold(comment_id)
    form = MeasureForm(comment, Can(kind))
    if not form.validate():
        return ask(FORM, form, 422)
    if form.stale:
        return ask_again(FORM, form)
    activity = act(comment, Can(kind), by=me(), reason=form.reason.data or "")
    return redraw(comment, notice=SAID[Can(kind)](), undo=activity)


@bp.post("/elsewhere")
@requires("moderator")
def there(comment_id):
    """Somebody did it on the platform's own page, and says so."""
    comment = hold(comment_id)
    expect(comment, seen())
    return redraw(comment, notice=_("Marked as done there."), undo=done_there(comment, by=me()))


SAID = {
    Can.DELETE: lambda: _("Deleted."),
    Can.LIKE: lambda: _("Liked."),
    Can.UNLIKE: lambda: _("The like was taken back."),
    Can.BAN: lambda: _("The author is banned."),
    Can.UNBAN: lambda: _("The author may write again."),
}
