"""A private count of the hard texts that a person read: theirs alone, in no trail, no report and no letter."""

from datetime import timedelta

from flask import g
from sqlalchemy import delete, func, select

from app.comments.hooks import hears
from app.extensions import db
from app.kindness.models import Exposure
from app.kindness.veil import abuse_in, kindness
from app.lib.clock import later, now

SHOWN_SECONDS, KEPT_DAYS = 900, 7


def show(comment, user):
    """Let one person read one text for a quarter of an hour, and count it once that day."""
    row = count(comment, user)
    row.shown_until = later(seconds=SHOWN_SECONDS)
    forget(user, before=today() - timedelta(days=KEPT_DAYS - 1))
    g.pop("shown", None)


def cover(comment, user):
    """Blur it again."""
    mine = select(Exposure).where(Exposure.user_id == user.id, Exposure.comment_id == comment.id)
    for row in db.session.scalars(mine):
        row.shown_until = None
    g.pop("shown", None)


def count(comment, user):
    """One text on one day."""
    key = {"user_id": user.id, "day": today(), "comment_id": comment.id}
    row = db.session.get(Exposure, key)
    if row is None:
        row = Exposure(**key)
        db.session.add(row)
        db.session.flush()
    return row


@hears
def count_acts(comment, activity):
    """Who acts on an abusive text has met it, shown or not."""
    if activity.by_id and not activity.details.get("batch") and abuse_in(comment):
        key = {"user_id": activity.by_id, "day": today(), "comment_id": comment.id}
        if db.session.get(Exposure, key) is None:
            db.session.add(Exposure(**key))


def counted(user):
    """(texts today, texts in the last seven days)."""
    week = Exposure.day > today() - timedelta(days=KEPT_DAYS)
    days = db.session.execute(
        select(Exposure.day, func.count())
        .where(Exposure.user_id == user.id, week)
        .group_by(Exposure.day)
    ).all()
    return dict(map(tuple, days)).get(today(), 0), sum(number for _day, number in days)


def break_due(user):
    """How many texts somebody read today, where that is as many as they set or more; else nothing."""
    after = kindness().breaks_after
    read = counted(user)[0] if after else 0
    return read if after and read >= after else None


def forget(user, before=None):
    """Delete a person's count: what is older than a week, or all of it when they say so."""
    theirs = delete(Exposure).where(Exposure.user_id == user.id)
    db.session.execute(theirs.where(Exposure.day < before) if before else theirs)


def today():
    return now().date()
