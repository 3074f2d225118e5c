"""Write a public answer, and decide on those that wait, failed or are in doubt."""

from flask import Blueprint, abort, render_template
from flask_babel import gettext as _

from app.accounts.access import login_required, me, requires
from app.comments.activity import Kind
from app.comments.asking import ask, ask_again, seen
from app.comments.fragments import redraw
from app.comments.queries import get_comment, hold
from app.comments.undo import undo as take_back
from app.comments.versions import expect
from app.lib.htmx import make_response, request, wants_page
from app.replies import actions
from app.replies.approval.actions import approve
from app.replies.approval.models import HELD
from app.replies.forms import ReplyForm
from app.replies.limits import fit
from app.replies.queries import (
    answered_since,
    can_be_answered,
    get_reply,
    replies_to,
    reply_of_form,
    sending_of,
)
from app.replies.templates.actions import count_use
from app.replies.templates.offers import offered
from app.replies.templates.queries import get_template
from app.replies.templates.suggesting import once_more, suggestion

FORM = "replies/_form.html"
bp = Blueprint("replies", __name__)


def prepare(app):
    """What the pane draws answers with."""
    app.jinja_env.globals.update(
        reply_form=lambda comment: ReplyForm(comment, me()),
        replies_to=replies_to,
        can_be_answered=can_be_answered,
    )


@bp.get("/comments/<int:comment_id>/reply")
@requires("moderator")
def new(comment_id):
    """The composer with the cursor in it; with a proposed answer or a template when one is named."""
    comment, draft = get_comment(comment_id), request.args.get("draft", type=int)
    form = ReplyForm(comment, me(), proposal(comment, draft), template=chosen(comment))
    if wants_page():
        return ask(FORM, form, choosing=True)
    needs = {"comment": comment, "form": form, "focus": True, "choosing": True}
    body = render_template("replies/_composer.html", **needs)
    # What somebody already typed there stays, unless a proposal is to take its place.
    swap = "outerHTML" if draft else "outerMorph"
    return make_response(body, retarget=f"#{form.slot}", reswap=swap)


@bp.post("/comments/<int:comment_id>/reply")
@requires("moderator")
def create(comment_id):
    comment = hold(comment_id)
    form = ReplyForm(comment, me())
    if not form.validate():
        return ask(FORM, form, 422)
    before = reply_of_form(form.token.data, comment)
    if before and before.text == fit(comment, form.text.data):
        return redraw(comment, notice=_("This reply was already taken on."))
    # Words that were changed after a lost answer still bear the token of the answer that did arrive.
    if form.stale or before:
        return ask_again(FORM, form, words=met_answer(comment, form))
    activity = sent(comment, form, proposal(comment, form.draft.data))
    if form.template.data:
        count_use(form.template.data)
    return redraw(comment, notice=words_about(activity), undo=activity)


def met_answer(comment, form):
    """Whose answer this one would follow, when somebody was faster; None when only something else changed."""
    other = answered_since(comment, form.version.data, me())
    if other is None:
        return None
    name = other.by.called if other.by else _("Somebody")
    return _(
        "%(name)s answered this comment meanwhile. Look at their answer; send yours only if both are wanted.",
        name=name,
    )


def sent(comment, form, draft):
    """What was written leaves; what waited for a yes, in the lead's words."""
    if draft and draft.state == HELD:
        return approve(draft, by=me(), text=form.text.data)
    return actions.reply(comment, form.text.data, by=me(), token=form.token.data, draft=draft)


def words_about(activity):
    if activity.kind == Kind.REPLY_HELD:
        return _("The reply waits for a lead's yes.")
    return _("The reply leaves in a moment.")


def chosen(comment):
    """What somebody without a script chose: what is kept at hand, a template in the comment's language, or a past answer."""
    template, past = (request.args.get(name, type=int) for name in ("template", "like"))
    if "offered" in request.args:
        return next(iter(offered(comment)), None)
    if past:
        return once_more(get_reply(past), comment)
    return suggestion(get_template(template), comment) if template else None


def proposal(comment, draft_id):
    """The proposed answer a form is about, or None."""
    draft = get_reply(draft_id) if draft_id else None
    if draft and draft.comment_id != comment.id:
        abort(404)
    return draft


@bp.get("/replies/<int:reply_id>")
@login_required
def show(reply_id):
    """One answer as it stands now."""
    answer = get_reply(reply_id)
    return render_template("replies/_reply.html", comment=answer.comment, answer=answer)


@bp.delete("/replies/<int:reply_id>")
@bp.post("/replies/<int:reply_id>/undo")
@requires("moderator")
def undo(reply_id):
    """Take back an answer that waits."""
    answer = get_reply(reply_id)
    reversal = take_back(sending_of(answer).id, by=me())
    return redraw(answer.comment, notice=_("The reply was taken back."), undo=reversal)


@bp.post("/replies/<int:reply_id>/again")
@requires("moderator")
def again(reply_id):
    """Send once more what did not arrive, because a person says so."""
    answer = looked_at(reply_id)
    activity = actions.try_again(answer, by=me())
    return redraw(answer.comment, notice=words_about(activity), undo=activity)


@bp.post("/replies/<int:reply_id>/arrival")
@requires("moderator")
def arrival(reply_id):
    """A person looked: the answer is there."""
    answer = looked_at(reply_id)
    actions.say_sent(answer, by=me())
    return redraw(answer.comment, notice=_("Marked as sent."))


@bp.post("/replies/<int:reply_id>/aside")
@requires("moderator")
def aside(reply_id):
    """A proposed answer is not sent."""
    answer = looked_at(reply_id)
    actions.set_aside(answer, by=me())
    return redraw(answer.comment, notice=_("The proposal was set aside."))


def looked_at(reply_id):
    """An answer whose comment nobody changed since the person saw it."""
    answer = get_reply(reply_id)
    expect(hold(answer.comment_id), seen())
    return answer
