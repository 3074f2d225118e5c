"""Reads of devices and of what they are to be told."""

from sqlalchemy import exists, select

from app.accounts.models import ROLES, Role, User
from app.comments.models import Comment
from app.extensions import db
from app.notices.models import ESCALATED, Notice
from app.push.models import PushDevice, PushWait

MODERATORS = ROLES[ROLES.index("moderator") :]


def devices_of(user):
    """The browsers of somebody that are told, the newest first."""
    wanted = select(PushDevice).where(PushDevice.user_id == user.id)
    return db.session.scalars(wanted.order_by(PushDevice.id.desc())).all()


def has_device(user_id):
    return db.session.scalar(select(PushDevice.id).where(PushDevice.user_id == user_id).limit(1))


def any_device():
    """Whether anybody at all is told."""
    return db.session.scalar(select(PushDevice.id).limit(1)) is not None


def who_listens():
    """The ids of those who may act and have a device that is told."""
    able = User.active & User.roles.any(Role.name.in_(MODERATORS))
    listens = exists().where(PushDevice.user_id == User.id)
    return db.session.scalars(select(User.id).where(able, listens)).all()


def still_waiting(user_id):
    """(comment id, why) of what is still worth a message: nobody dealt with it, and they have not read of it."""
    wanted = select(PushWait.comment_id, PushWait.why).join(
        Comment, Comment.id == PushWait.comment_id
    )
    unread = exists().where(
        Notice.user_id == user_id,
        Notice.comment_id == PushWait.comment_id,
        Notice.why == ESCALATED,
        Notice.read_at.is_(None),
    )
    open_still = (PushWait.why != ESCALATED) & (Comment.status == "open")
    mine = PushWait.user_id == user_id
    return db.session.execute(wanted.where(mine, open_still | unread)).all()
