"""What is worth a message: a comment handed to somebody, and an urgent one that has just come in."""

from datetime import timedelta

from sqlalchemy import select

from app import jobs
from app.comments.activity import Kind
from app.comments.hooks import hears
from app.comments.models import Comment
from app.extensions import db
from app.jobs import Task, enqueue
from app.lib.bulk import among
from app.lib.clock import ago, now
from app.lib.upsert import insert_into
from app.notices.queries import wishes_of
from app.notices.quiet import after_quiet
from app.push.models import PushWait
from app.push.queries import has_device, who_listens

ESCALATED, URGENT = "escalated", "urgent"
HANDED = frozenset((Kind.ESCALATED, Kind.PASSED_ON))
# Seconds in which what comes together becomes one message, and in which a slip can be taken back.
GATHERED = timedelta(seconds=20)
FRESH_HOURS = 24


@hears
def tell_of_escalation(comment, activity):
    """Whom a comment is handed to is told on their devices, but not of what they did themselves."""
    to = activity.details.get("to_id") if activity.kind in HANDED else None
    if to and to != activity.by_id and has_device(to):
        wait_for(to, [comment.id], ESCALATED)


def tell_of_urgent(numbers):
    """Everybody who listens is told of urgent comments; an old one that was only now brought in wakes nobody."""
    fresh = Comment.created_at > ago(hours=FRESH_HOURS)
    wanted = select(Comment.id).where(among(Comment.id, numbers), fresh, Comment.status == "open")
    found = db.session.scalars(wanted).all() if numbers else ()
    for user in who_listens() if found else ():
        wait_for(user, found, URGENT)


def wait_for(user, numbers, why):
    rows = [{"user_id": user, "comment_id": one, "why": why, "at": now()} for one in numbers]
    db.session.execute(insert_into(PushWait).on_conflict_do_nothing(), rows)
    if not waits(user):
        due = after_quiet(wishes_of(user), now() + GATHERED)
        enqueue(jobs.TELL_DEVICES, user, due_at=due)


def waits(user):
    """Whether a message to somebody waits already; one that is being sent may have missed what is new."""
    same = select(Task.id).where(
        Task.job == jobs.TELL_DEVICES.name,
        Task.subject_id == user,
        Task.done_at.is_(None),
        Task.failed_at.is_(None),
        Task.claimed_at.is_(None),
    )
    return db.session.scalar(same.limit(1)) is not None
