"""Counts of a watch by the quarter of an hour, kept as comments come, so that looking costs next to nothing."""

from sqlalchemy import case, delete, func, or_, select

from app.alerts.models import WatchBucket
from app.alerts.usual import HISTORY, IN_DAY, IN_HOUR, QUARTER
from app.comments.models import Comment
from app.extensions import db
from app.lib.clock import microseconds
from app.search.plan import plan
from app.search.sql import COMMENTS

# What was written lately is counted again each time: it comes late, is triaged late, is edited and deleted.
AGAIN = 6 * IN_HOUR
# Of the past, so much is counted at one look.
SLICE = 4 * IN_DAY * IN_HOUR
WHOLE_HISTORY = HISTORY * IN_HOUR


def count_on(watch, query, asking):
    """Count what came since the last look and a slice of the past; says whether more of the past waits."""
    here = microseconds(asking.at) // QUARTER + 1
    start = max((watch.counted_to or here) - AGAIN, here - WHOLE_HISTORY)
    if watch.counted_from is None:
        watch.counted_from = start
    recount(watch, query, asking, start, here)
    watch.counted_from, watch.counted_to = min(watch.counted_from, start), here
    oldest = max(here - WHOLE_HISTORY, first_quarter())
    if watch.counted_from > oldest:
        begin = max(watch.counted_from - SLICE, oldest)
        recount(watch, query, asking, begin, watch.counted_from)
        watch.counted_from = begin
    forget(watch, here - WHOLE_HISTORY)
    return watch.counted_from > oldest


def recount(watch, query, asking, start, end):
    """Count some quarters anew."""
    mine = WatchBucket.watch_id == watch.id
    within = (WatchBucket.quarter >= start, WatchBucket.quarter < end)
    db.session.execute(delete(WatchBucket).where(mine, *within))
    rows = [
        {"watch_id": watch.id, "quarter": quarter, "count": count, "bad": bad}
        for quarter, (count, bad) in counted(query, asking, start, end).items()
    ]
    if rows:
        db.session.execute(WatchBucket.__table__.insert(), rows)


def counted(query, asking, start, end):
    """{quarter: (comments, negative or toxic ones)} of a query between two quarters."""
    ids = COMMENTS.c.id
    quarter = (ids // QUARTER).label("quarter")
    bad = or_(COMMENTS.c.toxic, COMMENTS.c.sentiment == "neg")
    rows = select(quarter, func.count(), func.sum(case((bad, 1), else_=0))).group_by(quarter)
    # a stretch of time is read along the comments' numbers, whatever the query asks for
    rows = rows.where(*plan(query, asking).where(), ids >= start * QUARTER, ids < end * QUARTER)
    return {at: (count, marked) for at, count, marked in db.session.execute(rows)}


def forget(watch, before):
    db.session.execute(
        delete(WatchBucket).where(WatchBucket.watch_id == watch.id, WatchBucket.quarter < before)
    )


def forget_all(watch):
    """Its query became another: what was counted says nothing any more."""
    watch.counted_from = watch.counted_to = watch.looked_at = None
    db.session.execute(delete(WatchBucket).where(WatchBucket.watch_id == watch.id))


def first_quarter():
    """When the first comment that is kept was written."""
    return (db.session.scalar(select(func.min(Comment.id))) or 0) // QUARTER


def counts_of(watch):
    """{quarter: comments} and {quarter: negative or toxic ones}."""
    rows = db.session.execute(
        select(WatchBucket.quarter, WatchBucket.count, WatchBucket.bad).where(
            WatchBucket.watch_id == watch.id
        )
    ).all()
    return {row.quarter: row.count for row in rows}, {row.quarter: row.bad for row in rows}
