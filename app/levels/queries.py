"""Reads of levels, and of what is due."""

from flask import abort
from sqlalchemy import and_, exists, select
from sqlalchemy.orm import aliased

from app.comments.models import Comment
from app.extensions import db
from app.levels.models import Due, Level, Recounting

WHOSE = ("everybody", "mine", "nobody")
PAGE = 25


def levels():
    """Every level there is, the shortest first."""
    wanted = select(Level).where(Level.removed_at.is_(None))
    return db.session.scalars(wanted.order_by(Level.minutes, Level.id)).all()


def levels_in_force():
    return [level for level in levels() if level.on]


def get_level(level_id):
    level = db.session.get(Level, level_id)
    return level if level and not level.removed_at else abort(404)


def recounting_now():
    """The recounting that is under way, if any."""
    wanted = select(Recounting).where(Recounting.finished_at.is_(None))
    return db.session.scalar(wanted.order_by(Recounting.id.desc()).limit(1))


def due_of(comment):
    """The earliest moment at which a comment is still due; none where nothing waits."""
    waiting = [due for due in comment.dues if due.waits]
    return min(waiting, key=lambda due: due.due_at, default=None)


def due_soon(user, whose="everybody", after=None):
    """(moment, comment) of what waits, each comment once, the first due first; one more than a page shows."""
    sooner = aliased(Due)
    first = ~exists().where(
        sooner.comment_id == Due.comment_id,
        sooner.met_at.is_(None),
        (sooner.due_at < Due.due_at)
        | and_(sooner.due_at == Due.due_at, sooner.level_id < Due.level_id),
    )
    wanted = select(Due.due_at, Due.comment_id).where(Due.met_at.is_(None), first)
    if whose != "everybody":
        theirs = (
            Comment.assignee_id == user.id if whose == "mine" else Comment.assignee_id.is_(None)
        )
        wanted = wanted.join(Comment, Comment.id == Due.comment_id).where(theirs)
    if after:
        at, number = after
        wanted = wanted.where(Due.due_at >= at, (Due.due_at > at) | (Due.comment_id > number))
    wanted = wanted.order_by(Due.due_at, Due.comment_id).limit(PAGE + 1)
    return db.session.execute(wanted).all()
