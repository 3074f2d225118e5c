"""A lead says yes to an answer, or sends it back, from the inbox. Other words go through the composer."""

from flask import Blueprint
from flask_babel import gettext as _

from app.accounts.access import me, requires
from app.comments.asking import seen
from app.comments.fragments import redraw
from app.comments.queries import hold
from app.comments.versions import expect
from app.lib.errors import Refused
from app.replies.approval import actions
from app.replies.approval.forms import WordForm
from app.replies.approval.letters import why
from app.replies.approval.queries import open_approval
from app.replies.queries import get_reply

bp = Blueprint("approvals", __name__, url_prefix="/replies/<int:reply_id>/approval")


def prepare(app):
    """What the pane draws answers that wait with."""
    app.jinja_env.globals.update(open_approval=open_approval, why_it_waits=why, word_form=word_form)


@bp.post("")
@requires("lead")
def create(reply_id):
    """Yes."""
    answer = looked_at(reply_id)
    activity = actions.approve(answer, by=me())
    return redraw(answer.comment, notice=_("The reply leaves in a moment."), undo=activity)


@bp.post("/return")
@requires("lead")
def send_back(reply_id):
    """Not like this."""
    answer, form = looked_at(reply_id), WordForm()
    if not form.validate():
        raise Refused(" ".join(map(str, form.word.errors or form.csrf_token.errors)))
    activity = actions.send_back(answer, by=me(), word=form.word.data)
    name = answer.by.called if answer.by else _("its writer")
    return redraw(answer.comment, notice=_("Sent back to %(name)s.", name=name), undo=activity)


def word_form(answer):
    """One of several on a page: its field has an id of its own there."""
    form = WordForm(formdata=None)
    form.word.id = form.word.label.field_id = f"word-{answer.id}"
    return form


def looked_at(reply_id):
    answer = get_reply(reply_id)
    expect(hold(answer.comment_id), seen())
    return answer
