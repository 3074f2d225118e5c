"""Make a feedback of comments, add to it, move it on, and have a step back."""

from flask_babel import gettext as _
from sqlalchemy import delete, insert, select

from app import jobs
from app.comments.activity import Kind
from app.comments.lots import Lot
from app.comments.models import Comment
from app.extensions import db
from app.feedback.models import (
    DECLINED,
    DONE,
    HEARD,
    KINDS,
    PASSED_ON,
    STATES,
    Feedback,
    Saying,
    Step,
)
from app.jobs import enqueue
from app.lib.bulk import among
from app.lib.clock import now
from app.lib.errors import Refused
from app.lib.text import clean, normalise

LONGEST_SUBJECT, LONGEST_WORD = 300, 2000
AT_ONCE, MOST = 500, 2000


def make(comment_ids, *, by, kind, subject, place=None, action=None):
    """Comments become a feedback that is heard."""
    feedback = begin(by=by, kind=kind, subject=subject, place=place, action=action)
    add(feedback, comment_ids, by=by, kind=HEARD)
    return feedback


def begin(*, by, kind, subject, place=None, action=None):
    """A feedback to which comments are added next."""
    subject = clean(subject or "", LONGEST_SUBJECT)
    if kind not in KINDS or not subject:
        raise Refused(_("Say in a few words what it is about."))
    feedback = Feedback(
        kind=kind,
        subject=subject,
        key=normalise(subject)[:LONGEST_SUBJECT],
        place_id=place.id if place else None,
        action_id=action.id if action else None,
        by_id=by.id,
    )
    db.session.add(feedback)
    db.session.flush()
    return feedback


def add(feedback, comment_ids, *, by, kind="added"):
    """More comments say the same; those that are in it already stay as they are."""
    numbers = set(list(comment_ids)[: MOST + 1])
    there = set(db.session.scalars(select(Comment.id).where(among(Comment.id, list(numbers)))))
    have = set(numbers_of(feedback))
    new = sorted(there - have)
    if not new:
        raise Refused(_("These comments are in it already."))
    if len(new) + len(have) > MOST:
        raise Refused(_("A feedback holds at most %(count)s comments.", count=MOST))
    values = [
        {"feedback_id": feedback.id, "comment_id": number, "by_id": by.id, "added_at": now()}
        for number in new
    ]
    db.session.execute(insert(Saying), values)
    ask_for_like(feedback)
    return say(feedback, kind, by=by, numbers=new, comments=new)


def ask_for_like(feedback):
    """A rumour is looked for by what its comments say."""
    if feedback.kind == "rumour":
        enqueue(jobs.FIND_LIKE, feedback)


def take_out(feedback, comment_id, *, by):
    """A comment is about something else."""
    gone = delete(Saying).where(
        Saying.feedback_id == feedback.id,
        Saying.comment_id == comment_id,
        Saying.reply_id.is_(None),
    )
    if not db.session.execute(gone).rowcount:
        raise Refused(_("This comment is not in it, or was answered with the others."))
    return say(feedback, "taken-out", by=by, numbers=[comment_id], comments=[comment_id])


def move(feedback, state, *, by, outcome=None, **details):
    """It goes on: the step stands on its own history and on the trail of every comment in it."""
    if state not in STATES:
        raise Refused(_("There is no such state."))
    outcome = clean(outcome or "", LONGEST_WORD)
    if state in (DONE, DECLINED) and not outcome:
        asked = _("Say why it is declined.") if state == DECLINED else _("Say what was done.")
        raise Refused(asked)
    if not feedback.is_open and state not in (DONE, DECLINED, HEARD):
        raise Refused(_("It is closed: reopen it first."))
    before = {"state": feedback.state, "outcome": feedback.outcome}
    feedback.state = state
    feedback.outcome = outcome or (None if state == HEARD else feedback.outcome)
    return say(feedback, state, by=by, before=before, reason=outcome, **details)


def take_back(step, *, by):
    """Have the last step back: comments leave again, or it stands where it stood."""
    feedback = step.feedback
    if not can_take_back(step):
        raise Refused(_("Only the last step can be taken back, and no letter that has left."))
    if step.kind == "added":
        leaving = (Saying.feedback_id == feedback.id, Saying.reply_id.is_(None))
        numbers = step.details["comments"]
        db.session.execute(delete(Saying).where(*leaving, among(Saying.comment_id, numbers)))
    else:
        numbers = None
        feedback.state, feedback.outcome = (
            step.details["before"][name] for name in ("state", "outcome")
        )
    step.undone_at = now()
    return say(feedback, "taken-back", by=by, numbers=numbers, of=step.id)


def can_take_back(step):
    """Nothing happened since, and nobody outside was told."""
    last = next((each for each in step.feedback.steps if not each.undone_at), None)
    told = step.details or {}
    ours = bool(step.kind == "added" and told.get("comments")) or "before" in told
    return bool(ours and last is step and step.by_id and step.kind != PASSED_ON)


def say(feedback, kind, *, by=None, numbers=None, **details):
    """One step on the feedback's history, and on the trail of the comments that it is about."""
    step = Step(feedback_id=feedback.id, kind=kind, by_id=by.id if by else None, details=details)
    db.session.add(step)
    db.session.flush()
    db.session.expire(feedback, ["steps", "sayings"])
    numbers = numbers_of(feedback) if numbers is None else numbers
    told = {name: details[name] for name in ("to", "reason") if details.get(name)}
    trail(feedback, kind, numbers, by=by, **told)
    return step


def trail(feedback, kind, numbers, *, by, **more):
    """Write a step on the trail of comments that it is about."""
    told = {"feedback_id": feedback.id, "subject": feedback.subject, "step": kind} | more
    for at in range(0, len(numbers), AT_ONCE):
        Lot(numbers[at : at + AT_ONCE], by=by).note(Kind.FEEDBACK, lambda row: told)


def numbers_of(feedback):
    wanted = select(Saying.comment_id).where(Saying.feedback_id == feedback.id)
    return list(db.session.scalars(wanted.order_by(Saying.comment_id)))
