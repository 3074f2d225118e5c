"""The ledger: what people said, with whom it is, and what became of it."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.access import login_required, me, requires
from app.comments.queries import get_comment
from app.extensions import db
from app.feedback.actions import add, can_take_back, make, move, take_back, take_out
from app.feedback.forms import FeedbackForm, PassingForm
from app.feedback.letters import pass_on
from app.feedback.models import (
    ANSWERED,
    DECLINED,
    DONE,
    HEARD,
    KINDS,
    STATES,
    STEPS,
    PlanAction,
    Round,
    Step,
)
from app.feedback.queries import (
    ON_PAGE,
    feedbacks_of,
    get_feedback,
    held,
    listed,
    places_of,
    said_in,
    similar,
    sizes,
)
from app.feedback.rumours.known import RUMOUR, candidates, refuse
from app.feedback.together import answer_together, approve, word_answer
from app.lib.htmx import back_to
from app.replies.templates.models import LANGUAGES
from app.waves.models import WaveComment
from app.waves.queries import wave_of

MOVES = (HEARD, ANSWERED, DONE, DECLINED)
bp = Blueprint("feedback", __name__, url_prefix="/feedback")


def prepare(app):
    """What the pane and the pages draw feedbacks with."""
    app.jinja_env.globals.update(
        feedbacks_of=feedbacks_of,
        feedback_steps=STEPS,
        feedback_kinds=KINDS,
        feedback_states=STATES,
        can_take_step_back=can_take_back,
    )


@bp.get("")
@login_required
def index():
    asked = {name: request.args.get(name, "") for name in ("state", "kind", "place", "subject")}
    days, before = request.args.get("days", type=int), request.args.get("before", type=int)
    asked |= {"action": request.args.get("action", type=int)}
    found = listed(**asked, days=days, before=before)
    shown, more = found[:ON_PAGE], len(found) > ON_PAGE
    older = url_for(".index", **asked, days=days, before=shown[-1].id) if more else None
    return render_template(
        "feedback/index.html",
        feedbacks=shown,
        sizes=sizes(shown),
        asked=asked,
        days=days,
        older=older,
    )


@bp.get("/new")
@requires("moderator")
def new():
    comment = get_comment(request.args.get("comment", type=int) or abort(404))
    return ask(FeedbackForm(formdata=None), comment)


@bp.post("/new")
@requires("moderator")
def create():
    comment = get_comment(request.form.get("comment", type=int) or abort(404))
    numbers = chosen(comment)
    if known := request.form.get("feedback", type=int):
        feedback = held(known)
        add(feedback, numbers, by=me())
        return back_to(".show", _("Added."), number=feedback.id)
    form = FeedbackForm()
    if not form.validate():
        return ask(form, comment), 422
    feedback = make(
        numbers, by=me(), kind=form.kind.data, subject=form.subject.data, place=form.territory,
        action=db.session.get(PlanAction, form.action.data) if form.action.data else None,
    )  # fmt: skip
    return redirect(url_for(".show", number=feedback.id), 303)


def ask(form, comment):
    near = places_of([comment.id])
    like = similar(f"{form.subject.data or ''} {comment.text}", near)
    return render_template(
        "feedback/new.html", form=form, comment=comment, like=like, wave=wave_of(comment),
        with_alike="alike" in request.values,
    )  # fmt: skip


def chosen(comment):
    """The comment alone, or with all that say nearly the same."""
    if "alike" not in request.form or not comment.waving:
        return [comment.id]
    alike = select(WaveComment.comment_id).where(WaveComment.wave_id == comment.waving.wave_id)
    return list(db.session.scalars(alike.limit(2000)))


@bp.get("/<int:number>")
@login_required
def show(number):
    return draw(get_feedback(number), PassingForm(formdata=None))


@bp.post("/<int:number>/state")
@requires("moderator")
def change(number):
    state = request.form.get("state")
    if state not in MOVES:
        abort(404)
    move(held(number), state, by=me(), outcome=request.form.get("outcome"))
    return back_to(".show", _("Written down, on every comment in it too."), number=number)


@bp.post("/<int:number>/passing")
@requires("moderator")
def create_passing(number):
    feedback, form = held(number), PassingForm()
    if not form.validate():
        return draw(feedback, form), 422
    words = {each: form[each].data for each in ("name", "email", "locale", "word", "full")}
    pass_on(feedback, by=me(), **words)
    return back_to(".show", _("The letter is on its way."), number=number)


@bp.post("/<int:number>/comments/<int:comment_id>/undo")
@requires("moderator")
def leave(number, comment_id):
    take_out(held(number), comment_id, by=me())
    return back_to(".show", _("Taken out."), number=number)


@bp.post("/<int:number>/steps/<int:step_id>/undo")
@requires("moderator")
def undo(number, step_id):
    held(number)
    step = db.session.get(Step, step_id)
    if step is None or step.feedback_id != number:
        abort(404)
    take_back(step, by=me())
    return back_to(".show", _("Taken back."), number=number)


@bp.post("/<int:number>/candidates/<int:comment_id>")
@requires("moderator")
def judge(number, comment_id):
    """A comment that looks like the rumour is it, or is not."""
    feedback = held(number)
    if request.form.get("is") == "no":
        refuse(feedback, chosen(get_comment(comment_id)), by=me())
        return back_to(".show", _("Remembered: this is not it."), number=number)
    add(feedback, chosen(get_comment(comment_id)), by=me())
    return back_to(".show", _("Added."), number=number)


def draw(feedback, form):
    alike = candidates(feedback) if feedback.kind == RUMOUR and me().may("moderator") else ()
    return render_template(
        "feedback/page.html", feedback=feedback, said=said_in(feedback), form=form,
        count=sizes([feedback]).get(feedback.id, 0), moves=MOVES, alike=alike,
    )  # fmt: skip


@bp.post("/<int:number>/answer")
@requires("moderator")
def word(number):
    """Keep the words of the one answer."""
    word_answer(held(number), {name: request.form.get(name) for name in LANGUAGES}, by=me())
    return back_to(".show", _("Kept."), number=number)


@bp.post("/<int:number>/answer/yes")
@requires("lead")
def approve_answer(number):
    approve(held(number), by=me())
    return back_to(".show", _("You said yes to the answer."), number=number)


@bp.post("/<int:number>/replies")
@requires("moderator")
def create_replies(number):
    """Answer those who spoke; the page tells how far it has come and who could not be answered."""
    answer_together(held(number), by=me())
    return back_to(".show", _("They are being answered, each in their own thread."), number=number)


@bp.get("/<int:number>/rounds/<int:round_id>")
@login_required
def show_round(number, round_id):
    """How far the answering has come."""
    one = db.session.get(Round, round_id)
    if one is None or one.feedback_id != number:
        abort(404)
    return render_template("feedback/_round.html", round=one)
