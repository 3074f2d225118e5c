"""Leave a word for the team."""

from flask import Blueprint
from flask_babel import gettext as _

from app.accounts.access import me, requires
from app.comments.asking import ask, ask_again
from app.comments.fragments import redraw
from app.comments.queries import get_comment, hold
from app.notes.actions import note
from app.notes.forms import NoteForm
from app.notes.queries import notes_of, pieces_of, team_names

FORM = "notes/_form.html"
bp = Blueprint("notes", __name__, url_prefix="/comments/<int:comment_id>/note")


def prepare(app):
    """What the pane draws notes with."""
    app.jinja_env.globals.update(notes_of=notes_of, note_pieces=pieces_of, team_names=team_names)


@bp.get("")
@requires("moderator")
def new(comment_id):
    return ask(FORM, NoteForm(get_comment(comment_id)))


@bp.post("")
@requires("moderator")
def create(comment_id):
    comment = hold(comment_id)
    form = NoteForm(comment)
    if not form.validate():
        return ask(FORM, form, 422)
    if form.stale:
        return ask_again(FORM, form)
    return redraw(comment, notice=_("Note kept."), undo=note(comment, form.text.data, by=me()))
