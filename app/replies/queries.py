"""Reads of replies."""

from flask import abort
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.comments.activity import Kind
from app.comments.models import Activity
from app.connectors.contract import Can
from app.extensions import db
from app.replies.models import Reply

MOST = 100
SENDING = tuple(map(str, (Kind.REPLIED, Kind.REPLY_HELD, Kind.REPLY_APPROVED)))
WRITER = joinedload(Reply.by).lazyload(User.roles)


def get_reply(reply_id):
    return db.session.get(Reply, reply_id) or abort(404)


def replies_to(comment):
    """The answers to one comment, oldest first, capped; those that were taken back are not shown."""
    wanted = select(Reply).where(Reply.comment_id == comment.id).options(WRITER)
    shown = wanted.where(Reply.state != "taken-back").order_by(Reply.id).limit(MOST)
    return db.session.scalars(shown).all()


def reply_of_form(token, comment):
    """The reply that this form already made, when a person or a network sends it twice."""
    same = select(Reply).where(Reply.token == token, Reply.comment_id == comment.id)
    return db.session.scalar(same) if token else None


def count_by(user, comment):
    """How many answers somebody already wrote to one comment, sent or not."""
    theirs = select(func.count()).where(Reply.comment_id == comment.id, Reply.by_id == user.id)
    return db.session.scalar(theirs)


def sending_of(answer):
    """The activity that put an answer on its way, or before a lead, which is what a person takes back."""
    sent = select(Activity).where(
        Activity.comment_id == answer.comment_id,
        Activity.kind.in_(SENDING),
        Activity.undone_at.is_(None),
    )
    found = db.session.scalars(sent.order_by(Activity.id.desc()))
    return next((one for one in found if one.details["reply_id"] == answer.id), None) or abort(404)


def answered_or_about_to_be(comment):
    """Whether an answer of ours is there, on its way, in doubt, or waits for a yes."""
    ours = select(Reply.id).where(
        Reply.comment_id == comment.id,
        Reply.state.in_(("waiting", "sending", "sent", "unsure", "held")),
    )
    return comment.answered_at is not None or db.session.scalar(ours.limit(1)) is not None


def answered_since(comment, version, user):
    """The newest answer that somebody else put on its way since a version was seen; None without one."""
    happened = (
        select(Activity).where(Activity.comment_id == comment.id).order_by(Activity.id.desc())
    )
    since = db.session.scalars(happened.limit(min(max(comment.version - version, 0), MOST)))
    return next(
        (
            one
            for one in since
            if one.kind in SENDING and one.undone_at is None and one.by_id != user.id
        ),
        None,
    )


def can_be_answered(comment):
    return not comment.gone and comment.can(Can.REPLY)
