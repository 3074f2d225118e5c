"""Read what one was told of."""

from sqlalchemy import update

from app.extensions import db
from app.lib.clock import now
from app.lib.live import announce
from app.notices.models import Notice


def read(notice):
    """They have seen it."""
    if notice.read_at is None:
        notice.read_at = now()
        announce("notice-told", [notice.user_id])


def read_all(user):
    """They have seen everything."""
    unread = update(Notice).where(Notice.user_id == user.id, Notice.read_at.is_(None))
    db.session.execute(unread.values(read_at=now()))
    announce("notice-told", [user.id])
