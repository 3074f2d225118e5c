"""Rings again for whatever is due, and picks up what a dead worker left."""

from datetime import timedelta

from sqlalchemy import select

from app import jobs
from app.extensions import db
from app.jobs import Task
from app.lib.clock import ago, now
from app.lib.transaction import transaction
from workers.living import is_here, lives, own_name
from workers.runner import INTERRUPTED, does

# A worker of another machine cannot be asked whether it lives: after this long it is taken for dead.
LOST_AFTER = timedelta(minutes=15)


@does(jobs.SWEEP, own_transactions=True)
def sweep():
    """Look for everything that waits; runs every few seconds, so each look is one indexed query."""
    for look in (release_lost, *LOOKS):
        with transaction():
            look()
    return False


# Rooms add theirs: functions without arguments that ring for, or finish, what is due.
LOOKS = []


def looks(function):
    """Mark a function that the sweep calls, in a transaction of its own."""
    LOOKS.append(function)
    return function


def release_lost():
    """Give back the tasks of workers that died; what may not run twice is told to its subject instead."""
    claimed = select(Task).where(
        Task.done_at.is_(None), Task.failed_at.is_(None), Task.claimed_at.is_not(None)
    )
    for task in db.session.scalars(claimed.with_for_update(skip_locked=True).limit(200)):
        if lost(task):
            release(task)


def lost(task):
    """Whether nobody does it any more. A worker does one thing at a time: one that sweeps does no task."""
    name = task.claimed_by or ""
    if is_here(name):
        return name == own_name() or not lives(name)
    return task.claimed_at < ago(seconds=LOST_AFTER.total_seconds())


def release(task):
    if jobs.ALL[task.job].repeatable:
        task.claimed_at, task.due_at = None, now()
        return
    task.failed_at, task.error = now(), "interrupted"
    if task.job in INTERRUPTED:
        INTERRUPTED[task.job](task.subject_id)
