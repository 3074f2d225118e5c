"""Alerts and watches, as the pages show them."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from flask import current_app
from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.alerts.models import Alert, Watch, WatchBucket
from app.alerts.usual import IN_DAY, IN_HOUR, QUARTER
from app.channels.models import Channel
from app.comments.masking import masked
from app.comments.models import Comment
from app.extensions import db
from app.lib.clock import microseconds, moment_of, now
from app.lib.paging import take
from app.search.query import Query
from app.territories.models import Territory

PAGE, MOST_NEW = 30, 99
# What nobody reviewed in a week was not worth a word to anybody.
NEW_DAYS = 7


def get_alert(number):
    return db.get_or_404(Alert, number)


def get_watch(number):
    return db.get_or_404(Watch, number)


def all_watches():
    some = select(Watch).options(selectinload(Watch.readers)).order_by(Watch.id)
    return db.session.scalars(some).all()


def alerts_before(number=None):
    """A page of alerts, newest first."""
    newest = select(Alert).order_by(Alert.id.desc()).limit(PAGE + 1)
    first = joinedload(Alert.first)
    newest = newest.options(
        joinedload(Alert.watch), joinedload(Alert.by),
        first.joinedload(Comment.channel), first.joinedload(Comment.author),
    )  # fmt: skip
    if number:
        newest = newest.where(Alert.id < number)
    return take(db.session.scalars(newest).all(), PAGE)


def how_many_new():
    """Alerts that nobody has looked at: neither reviewed nor snoozed."""
    at = now()
    fresh = select(Alert.id).where(
        Alert.reviewed_at.is_(None),
        Alert.told_at > at - timedelta(days=NEW_DAYS),
        or_(Alert.snoozed_until.is_(None), Alert.snoozed_until < at),
    )
    return db.session.scalar(select(func.count()).select_from(fresh.limit(MOST_NEW).subquery()))


def list_of(alert):
    """The comments of an alert, as a query for the inbox; a rude word stays out of an address that others may see."""
    query = Query.of(alert.watch.query)
    about = dict(map(tuple, reversed(alert.keys)))
    if "wave" in about:
        query = query.plus(f"wave:{about['wave']}")
    elif "word" in about and masked(about["word"]) == about["word"]:
        query = query.plus(f'"{about["word"]}"')
    elif "place" in about and (place := db.session.get(Territory, int(about["place"]))):
        query = query.plus(f'territory:"{place.name_fr}"')
    elif "source" in about and (channel := db.session.get(Channel, int(about["source"]))):
        query = query.plus(f'channel:"{channel.name}"')
    return query.plus(f"after:{stamp(alert.since_id)} before:{stamp(alert.until_id, 1)}")


def stamp(number, minutes=0):
    """A moment as the query language says it, to the minute."""
    zone = ZoneInfo(current_app.config["TIMEZONE"])
    at = moment_of(number).astimezone(zone) + timedelta(minutes=minutes)
    return f"{at:%Y-%m-%dT%H:%M}"


def last_day(watches):
    """Comments an hour over the last day, for each watch."""
    here = microseconds(now()) // QUARTER
    start = here - IN_DAY * IN_HOUR + 1
    rows = db.session.execute(
        select(WatchBucket.watch_id, WatchBucket.quarter, WatchBucket.count).where(
            WatchBucket.watch_id.in_([watch.id for watch in watches]), WatchBucket.quarter >= start
        )
    )
    bars = {watch.id: [0] * IN_DAY for watch in watches}
    for row in rows:
        bars[row.watch_id][min((row.quarter - start) // IN_HOUR, IN_DAY - 1)] += row.count
    return bars
