"""Ask for a letter at once, where somebody wishes for one."""

from sqlalchemy import select

from app import jobs
from app.extensions import db
from app.jobs import Task, enqueue
from app.lib.clock import now
from app.notices.models import ASSIGNED, DUE, FOUND, MENTIONED
from app.notices.queries import wishes_of
from app.notices.quiet import letters_leave_at

WISH = {
    MENTIONED: "mail_mentioned",
    ASSIGNED: "mail_assigned",
    DUE: "mail_due",
    FOUND: "mail_found",
}


def ask_for_letter(users, why):
    """One letter for what comes together: while one waits, what is new goes with it."""
    if why not in WISH:
        return
    for user in users:
        wishes = wishes_of(user)
        if getattr(wishes, WISH[why]) and not waits(user):
            enqueue(jobs.TELL_OF_NOTICES, user, due_at=letters_leave_at(wishes, now()))


def waits(user_id):
    """Whether a letter to somebody waits already; one that is being written may have missed what is new."""
    same = select(Task.id).where(
        Task.job == jobs.TELL_OF_NOTICES.name,
        Task.subject_id == user_id,
        Task.done_at.is_(None),
        Task.failed_at.is_(None),
        Task.claimed_at.is_(None),
    )
    return db.session.scalar(same.limit(1)) is not None
