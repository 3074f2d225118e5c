"""Reads of what waits for a yes."""

from flask import abort
from sqlalchemy import select

from app.comments.queries import hold
from app.extensions import db
from app.replies.approval.models import CHANGED, YES, Approval
from app.replies.models import Reply


def open_approval(answer):
    """What an answer waits for, or None."""
    waits = (Approval.reply_id == answer.id, Approval.answer.is_(None))
    return db.session.scalar(select(Approval).where(*waits))


def the_open(answer):
    return open_approval(answer) or abort(404)


def had_its_yes(answer):
    """Whether a lead said yes to an answer as it is."""
    said = (Approval.reply_id == answer.id, Approval.answer.in_((YES, CHANGED)))
    return db.session.scalar(select(Approval.id).where(*said).limit(1)) is not None


def answered_after(approval):
    """Another answer to the same comment that went on its way while this one waited, or None."""
    others = select(Reply).where(
        Reply.comment_id == approval.reply.comment_id,
        Reply.id != approval.reply_id,
        Reply.state.in_(("waiting", "sending", "sent", "unsure")),
        Reply.leaves_at > approval.made_at,
    )
    return db.session.scalars(others.order_by(Reply.id.desc()).limit(1)).first()


def held_approval(approval_id):
    """One approval, with its comment locked first, as everybody does; None when both are gone."""
    numbers = select(Reply.comment_id).join(Approval, Approval.reply_id == Reply.id)
    comment_id = db.session.scalar(numbers.where(Approval.id == approval_id))
    if comment_id is None:
        return None
    hold(comment_id)
    return db.session.get(Approval, approval_id, populate_existing=True)


def same_words(approval):
    """What else the same person asks the same lead with the same words, and nobody wrote about yet."""
    wanted = select(Approval).join(Approval.reply)
    return db.session.scalars(
        wanted.where(
            Approval.by_id == approval.by_id,
            Approval.to_id == approval.to_id,
            Approval.answer.is_(None),
            Approval.written_at.is_(None),
            Approval.id != approval.id,
            Reply.text == approval.reply.text,
        )
    ).all()
