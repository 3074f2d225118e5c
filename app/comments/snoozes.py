"""Snoozed comments come back when their moment is there."""

from sqlalchemy import insert, literal_column, select, update

from app.comments.activity import Kind
from app.comments.models import Activity, Comment
from app.extensions import db
from app.lib.clock import now
from app.lib.live import announce


def wake_due(limit=500):
    """Put into the queue what was snoozed until now, and say how many there were."""
    ids = db.session.scalars(due(limit)).all()
    if ids:
        awake = {"status": "open", "snoozed_until": None, "version": Comment.version + 1}
        db.session.execute(update(Comment).where(Comment.id.in_(ids)).values(awake))
        db.session.execute(insert(Activity), [woken(number) for number in ids])
        announce("comment-changed", ids)
    return len(ids)


def due(limit):
    # Literally as the partial index has it: with a parameter no engine could know that it fits.
    snoozed = Comment.status == literal_column("'snoozed'")
    wanted = select(Comment.id).where(snoozed, Comment.snoozed_until <= now())
    return wanted.order_by(Comment.snoozed_until).limit(limit).with_for_update(skip_locked=True)


def woken(comment_id):
    return {"comment_id": comment_id, "kind": str(Kind.WOKEN), "at": now(), "details": {}}
