"""Which comments make a session: a bounded look at what is open, weighed, the heaviest first."""

from sqlalchemy import func, select, tuple_

from app.classifier.in_force import labels_on
from app.comments.models import Comment
from app.extensions import db
from app.kindness.weights import AT_ONCE, weight
from app.lib.clock import now
from app.search.budget import TooLong, at_most
from app.search.query import Query
from app.search.sql import select_ids

# Never more rows than this are weighed, however many are open: the newest of each kind, and the oldest of all.
LOOKS = (("is:open is:toxic", 150), ("is:open is:priority", 150), ("is:open", 80))
OLDEST, PATIENCE = 80, 60
PARKED = {
    "unclaimed": "is:open assignee:none -label:urgent",
    "mine": "is:open assignee:me -label:urgent",
}


def session_for(user):
    """The ids of half an hour, the heaviest first; nothing that is a colleague's."""
    rows = [row for row in candidates(user) if row.assignee_id in (None, user.id)]
    threads, at = sizes(rows), now()

    def heaviest(row):
        hours = (at - row.created_at).total_seconds() / 3600
        return weight(labels_on(row), threads.get((row.channel_id, row.thread), 1), hours)

    return [row.id for row in sorted(rows, key=heaviest, reverse=True)[:AT_ONCE]]


def candidates(user):
    """A few hundred open comments with what they are weighed by."""
    ids = {
        number for text, most in LOOKS for number in select_ids(Query.of(text), user, limit=most)
    }
    oldest = select(Comment.id).where(Comment.status == "open").order_by(Comment.id).limit(OLDEST)
    ids.update(db.session.scalars(oldest))
    of = Comment
    columns = (of.id, of.created_at, of.channel_id, of.thread, of.assignee_id, of.by_us)
    judged = (of.lang, of.scores, of.reasons, of.toxic, of.priority)
    found = db.session.execute(select(*columns, *judged).where(of.id.in_(ids)))
    return [row for row in found if not row.by_us]


def sizes(rows):
    """How many comments each thread holds; unknown where counting takes too long."""
    threads = {(row.channel_id, row.thread) for row in rows}
    where = Comment.channel_id, Comment.thread
    counted = select(*where, func.count()).where(tuple_(*where).in_(threads)).group_by(*where)
    try:
        with at_most(PATIENCE):
            return {
                (channel, thread): many for channel, thread, many in db.session.execute(counted)
            }
    except TooLong:
        return {}


def urgent_first(user, most=5):
    """The newest of what is urgent and open."""
    ids = select_ids(Query.of("is:open label:urgent"), user, limit=most)
    found = db.session.scalars(select(Comment).where(Comment.id.in_(ids)))
    return sorted(found, key=lambda comment: -comment.id)


def arrived_since(moment, most=1000):
    """How many comments arrived since a moment, counted up to one more than `most`."""
    some = select(Comment.id).where(Comment.received_at > moment, Comment.by_us.is_(False))
    return db.session.scalar(select(func.count()).select_from(some.limit(most + 1).subquery()))
