"""Claims work, does it, and writes down how it went.

Redis only says "look"; what is to be done stands in the database. Bulk work is a list the database already
holds: its function does one slice and says whether more waits. Everything else is a Task, claimed in a
transaction of its own before its function is called, so that a worker which dies midway leaves a trace.
"""

import logging
import random
import time
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from app import jobs
from app.extensions import db
from app.jobs import Task
from app.lib.bell import bell, connection, own
from app.lib.clock import now
from app.lib.errors import HeldBack, PermanentError, Refused, TransientError, Unsure
from app.lib.transaction import transaction
from workers.living import own_name

log = logging.getLogger(__name__)
SLICE_SECONDS = 2
# Answering a knock costs more than one comment does: what comes one by one is waited for a moment, and done together.
GATHERED, GATHER_SECONDS = {jobs.PROCESS_EVENTS.name, jobs.TRIAGE_COMMENTS.name}, 0.05
AGAIN = object()

DOES, GIVES_UP, INTERRUPTED, OWN = {}, {}, {}, set()


def does(job, *, own_transactions=False):
    """Mark the function that does a kind of work.

    It runs inside one transaction, unless it keeps its own: whoever calls out to the world does, because a
    transaction held open meanwhile would hold up every other writer. Returning AGAIN asks for another turn.
    """

    def mark(function):
        DOES[job.name] = function
        if own_transactions:
            OWN.add(job.name)
        return function

    return mark


def gives_up(job):
    """Mark what is told, with the subject's id and the reason, when a task has failed for good."""
    return lambda function: GIVES_UP.setdefault(job.name, function)


def interrupted(job):
    """Mark what is told, with the subject's id, when a worker died in the middle of what may not run twice."""
    return lambda function: INTERRUPTED.setdefault(job.name, function)


def knock(name):
    """Answer the bell: do one slice of a kind of bulk work, and knock again if more waits."""
    if name in GATHERED:
        time.sleep(GATHER_SECONDS)
    connection().delete(own(f"rung:{name}"))
    connection().set(own("worker-seen"), time.time())
    end = time.monotonic() + SLICE_SECONDS
    more = True
    while more and time.monotonic() < end:
        more = one_slice(name)
    if more:
        bell().ring(name)


def one_slice(name):
    if name in OWN:
        return DOES[name]()
    with transaction():
        return DOES[name]()


@does(jobs.RUN_TASKS, own_transactions=True)
def run_tasks():
    """Do the tasks that are due, oldest first; says whether more may wait.

    Platforms may be slow: after a slice's time the bell is answered again, so that other work has its turn
    and no task is cut off because those before it took long.
    """
    end = time.monotonic() + SLICE_SECONDS
    more = True
    while more:
        with transaction():
            task = claim()
            claimed = task and (task.id, task.job, task.subject_id)
        if not claimed:
            return False
        run(*claimed)
        more = time.monotonic() < end
    return True


def claim():
    """Take one due task for this worker, so that no other does."""
    due = (
        select(Task)
        .where(
            Task.done_at.is_(None),
            Task.failed_at.is_(None),
            Task.claimed_at.is_(None),
            Task.due_at <= now(),
        )
        .order_by(Task.due_at)
        .limit(1)
    )
    task = db.session.scalar(due.with_for_update(skip_locked=True))
    if task:
        task.claimed_at, task.claimed_by, task.tries = now(), own_name(), task.tries + 1
    return task


def run(task_id, job, subject_id):
    """Do one claimed task and write down how it went."""
    try:
        again = perform(task_id, job, subject_id)
    except TransientError as error:
        try_later(task_id, error)
    except OperationalError as error:
        database_away(task_id, job, error)
    except (PermanentError, Refused, Unsure) as error:
        give_up(task_id, str(error))
    except Exception as error:
        # A bug: logged whole, and not tried again behind anybody's back.
        log.exception("Task %s (%s) failed", task_id, job)
        give_up(task_id, type(error).__name__)
    else:
        finish(task_id, again)


def database_away(task_id, job, error):
    """The database was busy or away: what may run twice does so later, the rest is told to its subject."""
    if jobs.ALL[job].repeatable:
        try_later(task_id, TransientError("The database was busy."))
    else:
        give_up(task_id, type(error).__name__)


def perform(task_id, job, subject_id):
    if job in OWN:
        return DOES[job](subject_id)
    with transaction():
        return DOES[job](subject_id)


def finish(task_id, again):
    with transaction():
        task = db.session.get(Task, task_id)
        if again is AGAIN:
            task.claimed_at, task.due_at, task.tries = None, now(), 0
        else:
            task.done_at, task.error = now(), None


def try_later(task_id, error):
    """Put a task back with a longer wait each time; at the end of its tries, give up."""
    with transaction():
        task = db.session.get(Task, task_id)
        task.error = str(error)[:2000]
        if isinstance(error, HeldBack):
            task.tries -= 1
        exhausted = task.tries >= jobs.ALL[task.job].tries
        wait = timedelta(
            seconds=min(3600, 5 * 4 ** max(task.tries - 1, 0)) * random.uniform(1, 1.3)
        )
        task.claimed_at, task.due_at = None, error.not_before or now() + wait
    if exhausted:
        give_up(task_id, str(error))


def give_up(task_id, reason):
    with transaction():
        task = db.session.get(Task, task_id)
        task.failed_at, task.error = now(), reason[:2000]
        if task.job in GIVES_UP:
            GIVES_UP[task.job](task.subject_id, reason)
