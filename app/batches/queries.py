"""Reads of bulk acts."""

from flask import abort
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.batches.models import KEPT, REFUSED, Batch, BatchComment
from app.comments.models import Comment
from app.extensions import db
from app.lib.paging import take

SHOWN, ON_PAGE = 100, 30


def get_batch(batch_id, user):
    """One bulk act, or a 404; what somebody chose and did nothing with is only theirs."""
    batch = db.session.get(Batch, batch_id) or abort(404)
    return batch if batch.kind or batch.by_id == user.id else abort(404)


def get_held(batch_id, user):
    """The same, that nobody else goes on with until this ends."""
    get_batch(batch_id, user)
    return db.session.get(Batch, batch_id, with_for_update=True, populate_existing=True)


def left_out(batch):
    """The comments that the act, or its taking back, could not be done to, and why; newest first, capped."""
    wanted = select(BatchComment).where(
        BatchComment.batch_id == batch.id, BatchComment.state.in_((REFUSED, KEPT))
    )
    whole = joinedload(BatchComment.comment).joinedload(Comment.author)
    wanted = wanted.options(whole).order_by(BatchComment.comment_id.desc())
    return db.session.scalars(wanted.limit(SHOWN)).all()


def recent(before=None):
    """What was done to many, newest first."""
    wanted = select(Batch).where(Batch.acted_at.is_not(None)).order_by(Batch.id.desc())
    if before:
        wanted = wanted.where(Batch.id < before)
    people = joinedload(Batch.by), joinedload(Batch.undone_by)
    return take(db.session.scalars(wanted.options(*people).limit(ON_PAGE + 1)).all(), ON_PAGE)
