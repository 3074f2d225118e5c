"""Many chosen comments become one feedback, or join one, with a few statements; and leave it again together."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, func, insert, select

from app.comments.activity import Kind
from app.comments.many import begins, takes_lots_back, to_lots
from app.extensions import db
from app.feedback.actions import MOST, ask_for_like, begin, say
from app.feedback.models import HEARD, Feedback, PlanAction, Saying
from app.lib.bulk import among
from app.lib.clock import now
from app.lib.errors import Refused
from app.territories.models import Territory


@begins("feedback")
def begin_or_join(*, by, feedback_id=None, what=None, subject=None, place_id=None, action_id=None):
    """The feedback that all of them are to be in: a new one, or one that is there."""
    if feedback_id:
        feedback = db.session.get(Feedback, feedback_id)
        if feedback is None or not feedback.is_open:
            raise Refused(_("It is closed: reopen it first."))
        say(feedback, "added", by=by, numbers=[], comments=[], many=True)
        return {"feedback_id": feedback.id}
    place = db.session.get(Territory, place_id) if place_id else None
    action = db.session.get(PlanAction, action_id) if action_id else None
    feedback = begin(by=by, kind=what, subject=subject, place=place, action=action)
    say(feedback, HEARD, by=by, numbers=[])
    return {"feedback_id": feedback.id}


@to_lots("feedback", _l("Make a feedback of these"), most=MOST)
def join(lot, feedback_id):
    wanted = select(Feedback).where(Feedback.id == feedback_id).with_for_update(of=Feedback)
    feedback = db.session.scalar(wanted)
    if feedback is None:
        raise Refused(_("This feedback is gone."))
    there = in_it(feedback_id, lot.rows)
    lot.refuse(lambda row: row.id in there, _("This comment is in it already."))
    room = max(0, MOST - size(feedback_id))
    fits = set(sorted(lot.open)[:room])
    full = _("A feedback holds at most %(count)s comments.", count=MOST)
    lot.refuse(lambda row: row.id not in fits, full)
    whose = lot.by.id if lot.by else None
    rows = [
        {"feedback_id": feedback_id, "comment_id": number, "by_id": whose, "added_at": now()}
        for number in lot.open
    ]
    if rows:
        db.session.connection().execute(insert(Saying.__table__), rows)
        ask_for_like(feedback)
    told = told_of(feedback, "added")
    lot.note(Kind.FEEDBACK, lambda row: told)


@takes_lots_back(Kind.FEEDBACK)
def leave(lot, activities):
    """They leave it again, save who was answered with the others."""
    numbers = {one.details["feedback_id"] for one in activities.values()}
    for feedback in db.session.scalars(select(Feedback).where(Feedback.id.in_(numbers))):
        leave_one(lot, activities, feedback)


def leave_one(lot, activities, feedback):
    these = {n for n in lot.open if activities[n].details["feedback_id"] == feedback.id}
    here = (Saying.feedback_id == feedback.id, Saying.reply_id.is_(None))
    free = in_it(feedback.id, these, Saying.reply_id.is_(None))
    why = _("This comment is not in it, or was answered with the others.")
    lot.refuse(lambda row: row.id in these and row.id not in free, why)
    db.session.execute(delete(Saying).where(*here, among(Saying.comment_id, list(free))))
    told = told_of(feedback, "taken-out")
    lot.note(Kind.FEEDBACK, lambda row: {**told, "undo_of": activities[row.id].id})


def in_it(feedback_id, numbers, *more):
    wanted = select(Saying.comment_id).where(Saying.feedback_id == feedback_id, *more)
    return set(db.session.scalars(wanted.where(among(Saying.comment_id, list(numbers)))))


def size(feedback_id):
    return db.session.scalar(select(func.count()).where(Saying.feedback_id == feedback_id))


def told_of(feedback, step):
    return {"feedback_id": feedback.id, "subject": feedback.subject, "step": step}
