"""The page behind the button of a letter: one can say yes there without signing in.

Mail programs and their guards open every link they find, so opening changes nothing; only a button on the page does.
"""

from flask import Blueprint, render_template, request
from flask_babel import force_locale

from app.comments.queries import around, hold
from app.extensions import csrf, db
from app.lib.errors import Refused
from app.lib.links import keep_to_themselves, public_url
from app.replies.approval import actions
from app.replies.approval.forms import LetterTextForm, LetterWordForm
from app.replies.approval.letters import why
from app.replies.approval.links import opened

bp = Blueprint("approval_letters", __name__, url_prefix="/y")
bp.after_request(keep_to_themselves)
csrf.exempt(bp)


@bp.get("/<token>")
def show(token):
    """The comment, the answer, and the buttons that say something about it."""
    door = opened(token)
    with force_locale(door.locale):
        if closed := door.closed():
            return draw("closed", door, reason=closed), 410
        return draw("asked", door)


@bp.post("/<token>")
def act(token):
    """The lead confirmed."""
    # The words first: whoever sends them slowly must not hold up the database meanwhile.
    said = request.form.get("say")
    door = opened(token)
    hold(door.approval.reply.comment_id)
    db.session.refresh(door.approval)
    db.session.refresh(door.approval.reply)
    with force_locale(door.locale):
        if closed := door.closed():
            return draw("closed", door, reason=closed), 410
        return DOES.get(said, say_yes)(door)


def say_yes(door):
    return attempt(door, lambda: actions.approve(door.approval.reply, by=door.user))


def change(door):
    form = LetterTextForm(door.approval.reply)
    if not form.validate():
        return draw("asked", door, changing=form), 422
    return attempt(
        door, lambda: actions.approve(door.approval.reply, by=door.user, text=form.text.data)
    )


def send_back(door):
    form = LetterWordForm()
    if not form.validate():
        return draw("asked", door, returning=form), 422
    return attempt(
        door, lambda: actions.send_back(door.approval.reply, by=door.user, word=form.word.data)
    )


def attempt(door, act):
    """Do it, or say why it cannot be."""
    try:
        act()
    except Refused as refusal:
        return draw("closed", door, reason=refusal.reason), 409
    return draw("said", door)


DOES = {"change": change, "return": send_back}


def draw(page, door, **needs):
    """One small page about an answer, in its reader's language."""
    answer = door.approval.reply
    if page == "asked":
        fresh = {
            "changing": LetterTextForm(answer, formdata=None),
            "returning": LetterWordForm(formdata=None),
        }
        needs = fresh | needs
    return render_template(
        f"replies/approval/mail_{page}.html",
        approval=door.approval,
        answer=answer,
        comment=answer.comment,
        lead=door.user,
        why=why(door.approval),
        around=around(answer.comment),
        link=public_url("inbox.show", comment_id=answer.comment_id),
        **needs,
    )
