"""Reads of comments, their threads and what happened to them."""

from flask import abort
from sqlalchemy import select, true
from sqlalchemy.orm import joinedload

from app.comments.models import Activity, Comment
from app.extensions import db
from app.lib.transaction import looking

THREAD_MOST = 100
HISTORY_MOST = 200
# What a pane and a letter show of a thread unasked: just before a comment and just after it.
BEFORE, AFTER = 4, 2


def get_comment(comment_id):
    """One comment with what its pane always shows, or a 404."""
    wanted = select(Comment).options(
        joinedload(Comment.channel),
        joinedload(Comment.post),
        joinedload(Comment.author),
        joinedload(Comment.assignee),
    )
    return db.session.scalar(wanted.where(Comment.id == comment_id)) or abort(404)


def channel_of(comment_id):
    """The id of the channel that a comment came from, looked up without holding anything."""
    with looking():
        return db.session.scalar(select(Comment.channel_id).where(Comment.id == comment_id))


def hold(comment_id):
    """One comment that nobody else can change until this ends, or a 404."""
    wanted = select(Comment).where(Comment.id == comment_id).with_for_update(of=Comment)
    return db.session.scalar(wanted.execution_options(populate_existing=True)) or abort(404)


def thread_of(comment, at=None):
    """The comments of one thread, oldest first; of a long one those that stand around this one, or around another id."""
    whole = said_in(comment, true(), Comment.id, THREAD_MOST + 1)
    if len(whole) <= THREAD_MOST:
        return whole
    at, half = at or comment.id, THREAD_MOST // 2
    before = said_in(comment, Comment.id <= at, Comment.id.desc(), half)
    return [*reversed(before), *said_in(comment, Comment.id > at, Comment.id, half)]


def said_in(comment, which, order, most):
    wanted = select(Comment).options(joinedload(Comment.author)).order_by(order).limit(most)
    here = Comment.channel_id == comment.channel_id, Comment.thread == comment.thread
    return db.session.scalars(wanted.where(*here, which)).all()


def around(comment):
    """What stands just before and after the comment in its thread."""
    return [said for said in near(comment, thread_of(comment)) if said.id != comment.id]


def near(comment, thread):
    """The part of a thread that a pane and a letter show unasked: a few before the comment and after it."""
    at = next((place for place, said in enumerate(thread) if said.id == comment.id), 0)
    return thread[max(0, at - BEFORE) : at + AFTER + 1]


def history_of(comment):
    """What happened to one comment, newest first, capped."""
    wanted = (
        select(Activity).options(joinedload(Activity.by)).where(Activity.comment_id == comment.id)
    )
    return db.session.scalars(wanted.order_by(Activity.id.desc()).limit(HISTORY_MOST)).all()
