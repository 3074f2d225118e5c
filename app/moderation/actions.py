"""Hide a comment and show it again: on its platform where that is possible, else in this inbox alone."""

from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import update

from app import jobs
from app.comments.activity import Kind
from app.comments.changing import change, expect_untouched, restore
from app.comments.many import to_many
from app.comments.models import Author
from app.comments.standing import OPEN, done
from app.comments.undo import opposite_of, takes_back
from app.connectors.contract import Can
from app.extensions import db
from app.jobs import enqueue
from app.lib.clock import later, now
from app.lib.errors import Refused
from app.lib.text import clean
from app.moderation.families import SEEN
from app.moderation.models import Measure

WAITING, SENDING, DONE = "waiting", "sending", "done"
FAILED, HERE, TAKEN_BACK = "failed", "here", "taken-back"
LONGEST_REASON = 400
# Not seen by everybody: hidden by us, or held back by the platform until somebody says yes.
OFF = ("hidden", "pending", "spam")


@to_many("hide", _l("Hide all"))
def hide(comment, *, by, reason="", why="", rule=None):
    """Nobody shall read this comment: it leaves the queue now and the platform after the undo window."""
    if comment.gone:
        raise Refused(_("This comment is no longer on the platform."))
    if comment.state == "hidden":
        raise Refused(_("This comment is already hidden."))
    measure = ask(comment, Can.HIDE, by=by, reason=reason, rule=rule)
    count_hidden(comment, 1)
    to = {"state": "hidden", **done()}
    return change(comment, Kind.HIDDEN, to, by=by, rule=rule, why=why, **said(measure))


@opposite_of(Kind.HIDDEN)
def unhide(comment, *, by, rule=None):
    """People may read this comment again; it is in the queue again too."""
    if comment.state not in OFF:
        raise Refused(_("This comment is not hidden."))
    pending = last_measure(comment)
    if pending and pending.state == WAITING and pending.kind == Can.HIDE:
        measure = take_back(pending)
    else:
        measure = ask(comment, Can.UNHIDE, by=by, rule=rule)
    count_hidden(comment, -1 if comment.state == "hidden" else 0)
    to = {"state": "visible", **OPEN}
    return change(comment, Kind.UNHIDDEN, to, by=by, rule=rule, **said(measure))


@takes_back(Kind.HIDDEN)
def take_back_hiding(comment, activity, *, by):
    return reverse(comment, activity, Kind.UNHIDDEN, by, hidden=-1)


@takes_back(Kind.UNHIDDEN)
def take_back_showing(comment, activity, *, by):
    return reverse(comment, activity, Kind.HIDDEN, by, hidden=1)


def reverse(comment, activity, kind, by, *, hidden):
    """Undo what has not left; what the platform already did needs a measure of its own."""
    expect_untouched(comment, activity)
    measure = db.session.get(Measure, activity.details["measure_id"], with_for_update=True)
    if measure is None or measure.state not in (WAITING, HERE):
        raise Refused(_("The platform was already told. Do the opposite instead."))
    take_back(measure)
    count_hidden(comment, hidden)
    return restore(comment, activity, kind, by=by, **said(measure))


def ask(comment, kind, *, by, reason="", rule=None):
    """One act toward the platform, for after the undo window; or only here, where the platform cannot."""
    measure = Measure(
        comment_id=comment.id,
        kind=str(kind),
        by_id=by.id if by else None,
        rule=rule,
        reason=clean(reason, LONGEST_REASON) or None,
    )
    db.session.add(measure)
    db.session.flush()
    if comment.can(kind):
        due_at = later(seconds=current_app.config["UNDO_SECONDS"])
        measure.task = enqueue(jobs.DELIVER_MEASURE, measure, due_at=due_at)
    else:
        measure.state, measure.done_at = HERE, now()
    db.session.expire(comment, ["measures"])
    return measure


def take_back(measure):
    measure.state = TAKEN_BACK
    if measure.task and not measure.task.claimed_at:
        measure.task.done_at = now()
    return measure


def last_measure(comment):
    """The latest act on whether people read it that still stands, or None."""
    stands = db.select(Measure).where(
        Measure.comment_id == comment.id, Measure.state != TAKEN_BACK, Measure.kind.in_(SEEN)
    )
    return db.session.scalar(stands.order_by(Measure.id.desc()).limit(1).with_for_update())


def count_hidden(comment, more):
    """Keep the author's history in one number."""
    if comment.author_id:
        counted = update(Author).where(Author.id == comment.author_id)
        db.session.execute(counted.values(hidden=Author.hidden + more))


def said(measure):
    """What the trail keeps of a measure."""
    return {"measure_id": measure.id, "here": measure.state == HERE, "reason": measure.reason}
