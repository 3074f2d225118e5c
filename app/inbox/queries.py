"""The list of a query: a fixed number of statements, however many rows are shown."""

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from app.channels.models import Channel
from app.comments.models import Comment
from app.extensions import db
from app.levels.models import Due
from app.lib.clock import now
from app.lib.paging import Slice
from app.search.budget import TooLong, at_most, count_in_time
from app.search.sql import among, select_ids
from app.tags.models import Tagging
from app.territories.models import Place
from app.waves.models import WaveComment

ROWS = 25
NEWS_MOST = 200
PLACES_MOST, PATIENCE = 1000, 40

DRAWN = (
    joinedload(Comment.channel),
    joinedload(Comment.author),
    joinedload(Comment.post),
    joinedload(Comment.assignee),
    selectinload(Comment.taggings).joinedload(Tagging.tag),
    selectinload(Comment.places).joinedload(Place.territory),
    selectinload(Comment.replies),
    selectinload(Comment.escalations),
    selectinload(Comment.dues).joinedload(Due.level),
    selectinload(Comment.waving).joinedload(WaveComment.wave),
)


def rows_of(query, user, before=None):
    """One stretch of the list, newest first, and the id to go on from."""
    ids = select_ids(query, user, before=before, limit=ROWS + 1)
    comments = drawn(ids[:ROWS])
    return Slice(comments, ids[ROWS - 1] if len(ids) > ROWS else None)


def drawn(ids):
    """Comments with all that a row shows, in the order of the ids."""
    found = db.session.scalars(select(Comment).options(*DRAWN).where(Comment.id.in_(ids)))
    by_id = {comment.id: comment for comment in found}
    return [by_id[number] for number in ids if number in by_id]


def newest_arrival():
    """When the latest comment came in: what arrives later is news. The clock would miss what is being saved right now."""
    return db.session.scalar(select(func.max(Comment.received_at))) or now()


def news_of(query, user, since):
    """How many comments of a query arrived after a moment, counted up to NEWS_MOST."""
    arrived = (
        select(Comment.id).where(Comment.received_at > since).order_by(Comment.received_at.desc())
    )
    return len(among(query, list(db.session.scalars(arrived.limit(NEWS_MOST))), user))


def next_of(query, user, comment_id):
    """The id of the comment below this one in the list, None at its end."""
    below = select_ids(query, user, before=comment_id, limit=1)
    return below[0] if below else None


def place_of(query, user, comment_id):
    """(where a comment stands in its list, how many there are), both capped; None for what takes too long to tell."""
    count = count_in_time(query, user, milliseconds=PATIENCE)
    if count is None or not among(query, [comment_id], user):
        return None, count
    try:
        with at_most(PATIENCE):
            below = len(select_ids(query, user, before=comment_id, limit=PLACES_MOST + 1))
    except TooLong:
        return None, count
    # Whoever is further down than one counts is only told how many there are.
    told = below <= PLACES_MOST and count <= PLACES_MOST
    return (count - below if told else None), count


def has_channels():
    """Whether anything can arrive at all yet."""
    return db.session.scalar(select(Channel.id).limit(1)) is not None
