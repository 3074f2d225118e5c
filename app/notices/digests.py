"""The digest of what somebody has not read: each morning or on Mondays, in their language, once."""

from datetime import timedelta

from sqlalchemy import select

from app.accounts.models import User
from app.extensions import db
from app.lib.clock import now
from app.notices.letters import waiting, write
from app.notices.models import NoticeWish
from app.notices.quiet import letters_leave_at
from app.notices.wishing import next_digest


def write_next(at=None):
    """Write one digest that is due; says whether another may be.

    The letter, the mark on its lines and the next date are one transaction: a worker that dies leaves all or nothing.
    """
    at = at or now()
    due = select(NoticeWish).where(NoticeWish.digest != "off", NoticeWish.digest_at <= at)
    held = due.order_by(NoticeWish.digest_at).limit(1).with_for_update(skip_locked=True)
    wishes = db.session.scalar(held)
    if wishes is None:
        return False
    leaves = letters_leave_at(wishes, at)
    if leaves - at > timedelta(minutes=5):
        wishes.digest_at = leaves
        return True
    wishes.digest_at = next_digest(wishes, at)
    user = db.session.get(User, wishes.user_id)
    if user and user.active and (notices := waiting(user)):
        write(user, notices, "notices/mail/digest", "digest", weekly=wishes.digest == "weekly")
    return True
