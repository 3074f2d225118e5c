"""Hand a comment to someone who decides; and decide, from the inbox."""

from flask import Blueprint
from flask_babel import gettext as _

from app.accounts.access import me, requires
from app.comments.asking import ask, ask_again, seen
from app.comments.fragments import redraw
from app.comments.queries import get_comment, hold
from app.comments.versions import expect
from app.escalations import actions
from app.escalations.forms import EscalationForm, SettlementForm
from app.escalations.queries import open_escalation, the_open
from app.escalations.signs import signs
from app.lib.errors import Refused

FORM, SETTLEMENT = "escalations/_form.html", "escalations/_settlement.html"
bp = Blueprint("escalations", __name__, url_prefix="/comments/<int:comment_id>/escalation")


def prepare(app):
    """What the pane and the letters draw escalations with."""
    # The labels stand on this room's own floor: the page that shows them has them already.
    app.jinja_env.globals.update(
        open_escalation=open_escalation,
        escalation_signs=lambda comment: signs(comment, app.jinja_env.globals["LABELS"]),
    )


@bp.get("")
@requires("moderator")
def new(comment_id):
    return ask(FORM, EscalationForm(get_comment(comment_id), me()))


@bp.post("")
@requires("moderator")
def create(comment_id):
    comment = hold(comment_id)
    form = EscalationForm(comment, me())
    if not form.validate():
        return ask(FORM, form, 422)
    if form.stale:
        return ask_again(FORM, form)
    why = {"reason": form.reason.data, "urgency": form.urgency.data}
    activity = actions.escalate(comment, by=me(), to=form.lead, **why)
    words = _("Escalated to %(name)s.", name=form.lead.called)
    return redraw(comment, notice=words, undo=activity)


@bp.delete("")
@bp.post("/undo")
@requires("moderator")
def undo(comment_id):
    """Have a comment back from who was to decide."""
    comment = hold(comment_id)
    expect(comment, seen())
    actions.withdraw(the_open(comment), by=me())
    return redraw(comment, notice=_("The escalation was taken back."))


@bp.post("/taking")
@requires("lead")
def take(comment_id):
    """A lead looks after it."""
    comment = hold(comment_id)
    expect(comment, seen())
    actions.take(the_open(comment), by=me())
    return redraw(comment, notice=_("It is yours."))


@bp.get("/settlement")
@requires("lead")
def settling(comment_id):
    comment = get_comment(comment_id)
    the_open(comment)
    return ask(SETTLEMENT, SettlementForm(comment).offer(comment))


@bp.post("/settlement")
@requires("lead")
def settle(comment_id):
    """A lead decides, and says what is to be said."""
    comment = hold(comment_id)
    escalation, form = the_open(comment), SettlementForm(comment).offer(comment)
    if not form.validate():
        return ask(SETTLEMENT, form, 422)
    if form.stale:
        return ask_again(SETTLEMENT, form)
    try:
        actions.settle(escalation, by=me(), text=form.text.data, kept_as=form.kept_as.data)
    except Refused as refusal:
        form.text.errors = [refusal.reason]
        return ask(SETTLEMENT, form, 422)
    return redraw(comment, notice=_("Settled."))
