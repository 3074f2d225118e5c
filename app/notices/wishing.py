"""How somebody wishes to be told, as they say it."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from flask import current_app

from app.extensions import db
from app.lib.clock import now
from app.notices.mailing import WISH
from app.notices.models import NoticeWish, plain

OFF, DAILY, WEEKLY = "off", "daily", "weekly"
# Letters of the morning leave at this hour of the team, or when the quiet hours end.
MORNING, MONDAY = 8, 0


def change_wishes(user, **said):
    """Keep what somebody chose; the next digest is counted from now."""
    wishes = kept(user)
    before = wishes.digest
    for name, value in said.items():
        setattr(wishes, name, value)
    if wishes.digest == OFF:
        wishes.digest_at = None
    elif wishes.digest != before or wishes.digest_at is None:
        wishes.digest_at = next_digest(wishes, now())
    return wishes


def end_letters(user, kind):
    """No more letters of this kind."""
    if kind == "digest":
        return change_wishes(user, digest=OFF)
    return change_wishes(user, **dict.fromkeys(WISH.values(), False))


def kept(user):
    wishes = db.session.get(NoticeWish, user.id)
    if wishes is None:
        wishes = plain(user.id)
        db.session.add(wishes)
        db.session.flush()
    return wishes


def next_digest(wishes, at):
    """The next morning, or the next Monday's; never within the quiet of a weekend."""
    here = at.astimezone(ZoneInfo(current_app.config["TIMEZONE"]))
    day = here.replace(hour=MORNING, minute=0, second=0, microsecond=0)
    while day <= here or (wishes.digest == WEEKLY and day.weekday() != MONDAY):
        day += timedelta(days=1)
    return day
