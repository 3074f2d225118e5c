"""Reads of replies."""

from flask import abort
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.replies.models import Reply

MOST = 100


def get_reply(reply_id):
    return db.session.get(Reply, reply_id) or abort(404)


def replies_to(comment):
    """The answers to one comment, oldest first, capped; those that were taken back are not shown."""
    wanted = select(Reply).options(joinedload(Reply.by)).where(Reply.comment_id == comment.id)
    shown = wanted.where(Reply.state != "taken-back").order_by(Reply.id).limit(MOST)
    return db.session.scalars(shown).all()


def reply_of_form(token, comment):
    """The reply that this form already made, when a person or a network sends it twice."""
    same = select(Reply).where(Reply.token == token, Reply.comment_id == comment.id)
    return db.session.scalar(same) if token else None
