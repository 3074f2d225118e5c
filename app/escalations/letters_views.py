"""The pages behind the buttons of a letter: short, without signing in, and harmless until a person confirms.

Mail programs and their guards open every link they find, so opening changes nothing; only the button on
the page does, and the signature in its address stands for the session that there is not.
"""

from flask import Blueprint, render_template, request
from flask_babel import force_locale

from app.comments.queries import around, hold
from app.escalations import actions
from app.escalations.forms import LetterForm
from app.escalations.links import SETTLE, TAKE, button, opened
from app.extensions import csrf, db
from app.lib.errors import Refused
from app.lib.links import keep_to_themselves, public_url

bp = Blueprint("letters_views", __name__, url_prefix="/e")
csrf.exempt(bp)
bp.after_request(keep_to_themselves)


@bp.get("/<token>")
def show(token):
    """What the button would do, and the button that does it."""
    door = opened(token)
    with force_locale(door.locale):
        if closed := door.closed():
            return draw("closed", door, reason=closed), 410
        return draw(door.purpose, door, form=answer_to(door))


@bp.post("/<token>")
def act(token):
    """The lead confirmed."""
    # The words first: whoever sends them slowly must not hold up the database meanwhile.
    _ = request.form
    door = opened(token)
    hold(door.escalation.comment_id)
    db.session.refresh(door.escalation)
    with force_locale(door.locale):
        if closed := door.closed():
            return draw("closed", door, reason=closed), 410
        return DOES[door.purpose](door)


def take(door):
    actions.take(door.escalation, by=door.user)
    return draw("taken", door)


def settle(door):
    form = answer_to(door)
    if not form.validate():
        return draw(SETTLE, door, form=form), 422
    said = {"text": form.text.data, "kept_as": form.kept_as.data}
    try:
        actions.settle(door.escalation, by=door.user, **said)
    except Refused as refusal:
        form.text.errors = [refusal.reason]
        return draw(SETTLE, door, form=form), 422
    return draw("settled", door, **said)


DOES = {TAKE: take, SETTLE: settle}


def answer_to(door):
    return LetterForm().offer(door.escalation.comment)


def draw(page, door, **needs):
    """One small page about an escalation, in its reader's language."""
    escalation = door.escalation
    return render_template(
        f"escalations/mail_{page}.html",
        escalation=escalation,
        comment=escalation.comment,
        lead=door.user,
        around=around(escalation.comment),
        settle_link=button(escalation, SETTLE),
        link=public_url("inbox.show", comment_id=escalation.comment_id),
        **needs,
    )
