"""The form of a channel, and what its site may read back."""

from flask import abort
from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from app.channels.models import Channel
from app.comments.models import Comment
from app.extensions import db
from app.lib.paging import take
from app.replies.models import Reply

PAGE = 20


def form_behind(token):
    """The channel whose form stands at an address, or a 404."""
    wanted = select(Channel).where(
        Channel.token == token, Channel.platform == "website", Channel.archived_at.is_(None)
    )
    return db.session.scalar(wanted) or abort(404)


def published(channel, before=None):
    """What a moderator resolved or answered and everybody may read, newest first."""
    dealt_with = or_(Comment.resolved_at.is_not(None), Comment.answered_at.is_not(None))
    wanted = (
        select(Comment)
        .options(joinedload(Comment.author), joinedload(Comment.post))
        .where(Comment.channel_id == channel.id, dealt_with, Comment.is_spam.is_(False))
        .where(Comment.status != "held")
        .where(Comment.state == "visible", Comment.visibility == "public", Comment.by_us.is_(False))
        .order_by(Comment.id.desc())
        .limit(PAGE + 1)
    )
    if before is not None:
        wanted = wanted.where(Comment.id < before)
    return take(db.session.scalars(wanted).all(), PAGE)


def answers_to(comments):
    """Our answers that left, by the comment they are to, oldest first."""
    wanted = select(Reply).where(
        Reply.comment_id.in_([comment.id for comment in comments]), Reply.state == "sent"
    )
    found = {}
    for reply in db.session.scalars(wanted.order_by(Reply.id)):
        found.setdefault(reply.comment_id, []).append(reply)
    return found
