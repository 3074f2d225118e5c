"""Reads of notices, and of who follows what."""

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.comments.models import Comment
from app.extensions import db
from app.lib.paging import take
from app.notices.models import Following, Notice, NoticeWish, plain

PAGE, MOST_TOLD = 30, 99


def how_many_unread(user):
    """How many lines somebody has not read, counted up to 99."""
    unread = select(Notice.id).where(Notice.user_id == user.id, Notice.read_at.is_(None))
    return db.session.scalar(select(func.count()).select_from(unread.limit(MOST_TOLD).subquery()))


def notices_of(user, before=None, most=PAGE):
    """A page of what somebody was told of, the newest first."""
    newest = drawn(select(Notice).where(Notice.user_id == user.id)).limit(most + 1)
    if before:
        newest = newest.where(Notice.place < before)
    return take(db.session.scalars(newest).all(), most, key=lambda notice: notice.place)


def drawn(wanted):
    """Notices with all that a line of theirs shows, the newest first."""
    about = joinedload(Notice.comment)
    return wanted.options(
        joinedload(Notice.by).lazyload(User.roles),
        about.joinedload(Comment.channel),
        about.joinedload(Comment.author),
    ).order_by(Notice.place.desc())


def get_notice(number, user):
    """One of somebody's own notices, or a 404."""
    mine = select(Notice).where(Notice.id == number, Notice.user_id == user.id)
    return db.first_or_404(mine)


def follows(comment, user):
    """Whether somebody follows a comment."""
    kept = db.session.get(Following, (user.id, comment.id))
    return bool(kept and kept.wanted)


def followers_of(comment_id):
    """The ids of who follows one comment and may still sign in."""
    wanted = select(Following.user_id).join(User, User.id == Following.user_id)
    return set(
        db.session.scalars(
            wanted.where(Following.comment_id == comment_id, Following.wanted, User.active)
        )
    )


def wishes_of(user_id):
    """How somebody wishes to be told."""
    return db.session.get(NoticeWish, user_id) or plain(user_id)
