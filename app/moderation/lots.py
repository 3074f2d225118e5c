"""Hundreds of comments hidden with a few statements, and shown again; each still leaves for its platform by itself."""

from collections import Counter

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import bindparam, insert, select, update

from app import jobs
from app.channels.models import Channel
from app.comments.activity import Kind
from app.comments.many import takes_lots_back, to_lots
from app.comments.models import Author, allowed
from app.comments.standing import done
from app.connectors.contract import Can
from app.connectors.registry import connect
from app.extensions import db
from app.jobs import Task, ring
from app.lib.bulk import among
from app.lib.clock import later, now
from app.lib.text import clean
from app.moderation.actions import HERE, LONGEST_REASON, TAKEN_BACK, WAITING
from app.moderation.models import Measure

MEASURES, TASKS, AUTHORS = Measure.__table__, Task.__table__, Author.__table__
GONE = ("deleted", "gone")


@to_lots("hide")
def hide(lot, reason="", why=""):
    lot.refuse(lambda row: row.state in GONE, _("This comment is no longer on the platform."))
    lot.refuse(lambda row: row.state == "hidden", _("This comment is already hidden."))
    reason = clean(reason, LONGEST_REASON) or None
    measures = ask(lot, reason)
    count_hidden(lot.open.values(), 1)
    here = {number for number, row in lot.open.items() if measures[number][1] == HERE}

    def told(row):
        measure = measures[row.id][0]
        return {"why": why, "measure_id": measure, "here": row.id in here, "reason": reason}

    lot.change(Kind.HIDDEN, {"state": "hidden", **done()}, told)


def ask(lot, reason):
    """One measure for each, with the task that brings it to its platform: {comment: (measure, state)}."""
    reached = within_reach(lot.open.values())
    rows = [
        {
            "comment_id": number, "kind": str(Can.HIDE), "by_id": lot.by.id if lot.by else None,
            "rule": lot.rule, "reason": reason, "state": WAITING if number in reached else HERE,
            "done_at": None if number in reached else now(),
        }
        for number in lot.open
    ]  # fmt: skip
    if not rows:
        return {}
    link, of = db.session.connection(), MEASURES.c
    made = link.execute(insert(MEASURES).returning(of.comment_id, of.id, of.state), rows).all()
    send([measure for _comment, measure, state in made if state == WAITING])
    return {number: (measure, state) for number, measure, state in made}


def send(measures):
    """After the undo window, each by itself."""
    if not measures:
        return
    due_at = later(seconds=current_app.config["UNDO_SECONDS"])
    name = jobs.DELIVER_MEASURE.name
    rows = [{"job": name, "subject_id": measure, "due_at": due_at} for measure in measures]
    link, of = db.session.connection(), TASKS.c
    made = link.execute(insert(TASKS).returning(of.subject_id, of.id), rows).all()
    task = select(of.id).where(of.job == name, of.subject_id == MEASURES.c.id).scalar_subquery()
    theirs = among(MEASURES.c.id, [measure for measure, _task in made])
    db.session.execute(update(MEASURES).where(theirs).values(task_id=task))
    ring(jobs.RUN_TASKS)


def within_reach(rows):
    """The comments that their platforms hide for us."""
    channels = {row.channel_id for row in rows}
    found = db.session.scalars(select(Channel).where(Channel.id.in_(channels)))
    connectors = {channel.id: connect(channel) for channel in found}
    return {row.id for row in rows if allowed(Can.HIDE, row, connectors[row.channel_id])}


def count_hidden(rows, more):
    """Keep each author's history in one number."""
    times = Counter(row.author_id for row in rows if row.author_id)
    counted = update(AUTHORS).where(AUTHORS.c.id == bindparam("author"))
    counted = counted.values(hidden=AUTHORS.c.hidden + bindparam("more"))
    if times:
        told = [{"author": author, "more": more * many} for author, many in sorted(times.items())]
        db.session.connection().execute(counted, told)


@takes_lots_back(Kind.HIDDEN)
def take_back_hiding(lot, activities):
    lot.refuse_changed(activities)
    asked = {number: activities[number].details["measure_id"] for number in lot.open}
    wanted = select(MEASURES.c.id, MEASURES.c.state, MEASURES.c.task_id)
    wanted = wanted.where(among(MEASURES.c.id, list(asked.values()))).with_for_update()
    found = {row.id: row for row in db.session.execute(wanted)}

    def untold(row):
        measure = found.get(asked[row.id])
        return measure is not None and measure.state in (WAITING, HERE)

    # What a platform already did is done the other way round, each by itself.
    lot.leave(lambda row: not untold(row))
    forget([found[asked[number]] for number in lot.open])
    count_hidden(lot.open.values(), -1)
    said = {
        number: {"measure_id": asked[number], "here": found[asked[number]].state == HERE}
        for number in lot.open
    }
    lot.restore(Kind.UNHIDDEN, activities, lambda row: said[row.id])


def forget(measures):
    """These do not leave any more."""
    numbers = [measure.id for measure in measures]
    tasks = [measure.task_id for measure in measures if measure.task_id]
    back = update(MEASURES).where(among(MEASURES.c.id, numbers)).values(state=TAKEN_BACK)
    unclaimed = among(TASKS.c.id, tasks), TASKS.c.claimed_at.is_(None)
    db.session.execute(back)
    db.session.execute(update(TASKS).where(*unclaimed).values(done_at=now()))
