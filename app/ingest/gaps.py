"""What is missing or has changed unseen: posts with more comments than we hold, and comments edited or deleted."""

from datetime import timedelta
from functools import partial

from sqlalchemy import func, select

from app.channels.models import Channel, Poll
from app.channels.speaking import speak
from app.channels.troubles import hold_back, trouble
from app.comments.models import Comment, Post
from app.connectors.registry import all_connectors, connector_of
from app.extensions import db
from app.ingest.fetching import take_in
from app.ingest.wanted import Gap
from app.lib.clock import ago, later, now
from app.lib.errors import PermanentError, Refused, TransientError
from app.lib.transaction import looking, transaction

# What is looked at again: the comments of the last days, and the posts under which they stand.
LATELY = timedelta(days=7)
# After a platform was away, its channels are read first.
AFTER_ALL = timedelta(minutes=5)
MOST_COMMENTS, MOST_POSTS, MOST_PAGES = 200, 20, 20


def recheck(channel_id):
    """Look again at what arrived lately on a channel: what was edited or deleted there, and what we missed."""
    with looking():
        channel = db.session.get(Channel, channel_id)
        if channel is None or channel.archived_at or channel.cut_off_at or channel.paused_at:
            return
        kind = connector_of(channel)
        comments, posts = comments_lately(channel_id), posts_lately(channel_id)
    try:
        if hasattr(kind, "recheck"):
            look_again(channel_id, comments, kind.recheck_at_once)
        if hasattr(kind, "count"):
            for post_id in posts:
                compare(channel_id, post_id)
    except (TransientError, PermanentError, Refused) as error:
        put_off(channel_id, error)


def put_off(channel_id, error):
    """Not now: later, when the platform is there again; what is wrong for good the next poll meets too."""
    with transaction():
        channel = db.session.get(Channel, channel_id, with_for_update=True)
        trouble(channel, error, "recheck")
        if isinstance(error, TransientError):
            until = hold_back(channel, error, channel.poll.failures)
            channel.poll.recheck_at = until + AFTER_ALL


def look_again(channel_id, ids, at_once):
    """Ask for comments by their ids; what the platform says of them comes in as everything does."""
    for start in range(0, len(ids), at_once):
        batch = ids[start : start + at_once]
        payloads = speak(channel_id, partial(ask_again, ids=batch))
        with transaction():
            channel = db.session.get(Channel, channel_id)
            take_in(channel, f"recheck {now().isoformat()}", payloads)


def ask_again(connector, ids):
    with looking():
        comments = db.session.scalars(select(Comment).where(Comment.id.in_(ids))).all()
        return connector.recheck(comments)


def compare(channel_id, post_id):
    """Count the comments of one post on the platform and here; what is missing is read, or said to be missing."""
    told = speak(channel_id, partial(count_there, post_id=post_id))
    if told is None:
        return
    with transaction():
        held, gap = held_under(post_id), db.session.get(Gap, post_id)
        if told <= held:
            if gap:
                db.session.delete(gap)
            return
        if gap and gap.read_at and (gap.told, gap.held) == (told, held):
            # Read to its end already: the rest is what the platform counts and does not show.
            return
        gap = gap or Gap(post_id=post_id, channel_id=channel_id)
        gap.told, gap.held, gap.looked_at, gap.read_at = told, held, now(), None
        db.session.add(gap)
    if hasattr(kind_of(channel_id), "read_post"):
        fill(channel_id, post_id)


def count_there(connector, post_id):
    with looking():
        try:
            return connector.count(db.session.get(Post, post_id))
        except (PermanentError, Refused):
            # One post that is gone, or closed to us, says nothing of the others.
            return None


def fill(channel_id, post_id):
    """Read a post from its beginning, or from where this was broken off."""
    for _ in range(MOST_PAGES):
        with looking():
            gap = db.session.get(Gap, post_id)
            cursor = gap and gap.cursor
        page = speak(channel_id, partial(read_there, post_id=post_id, cursor=cursor))
        with transaction():
            gap = db.session.get(Gap, post_id)
            if gap is None:
                return
            mark = f"gap {post_id} {now().isoformat()}"
            take_in(db.session.get(Channel, channel_id), mark, page.payloads)
            gap.cursor = page.cursor if page.more else None
            gap.read_at = None if page.more else now()
        if not page.more:
            return


def read_there(connector, post_id, cursor):
    with looking():
        return connector.read_post(db.session.get(Post, post_id), cursor)


def held_under(post_id):
    """How many comments of a post we hold that people can still see there, our own included."""
    gone = Comment.state.in_(("deleted", "gone"))
    return db.session.scalar(select(func.count()).where(Comment.post_id == post_id, ~gone))


def comments_lately(channel_id):
    since = ago(seconds=LATELY.total_seconds())
    wanted = select(Comment.id).where(
        Comment.channel_id == channel_id,
        Comment.received_at > since,
        Comment.state.not_in(("deleted", "gone")),
    )
    return db.session.scalars(wanted.order_by(Comment.id.desc()).limit(MOST_COMMENTS)).all()


def posts_lately(channel_id):
    wanted = select(Post.id).where(Post.channel_id == channel_id).order_by(Post.id.desc())
    return db.session.scalars(wanted.limit(MOST_POSTS)).all()


def kind_of(channel_id):
    with looking():
        return connector_of(db.session.get(Channel, channel_id))


def begin_rechecks(most):
    """The channels that are to be looked at again now, made ours: each of them is given out once."""
    kinds = {name: kind for name, kind in all_connectors().items() if looks_again(kind)}
    due = (
        select(Poll)
        .join(Channel)
        .where(
            Poll.recheck_at <= now(), Poll.caught_up_at.is_not(None), Channel.platform.in_(kinds)
        )
    )
    due = due.order_by(Poll.recheck_at).limit(most).with_for_update(of=Poll, skip_locked=True)
    polls = db.session.scalars(due).all()
    for poll in polls:
        every = kinds[poll.channel.platform].recheck_every
        poll.recheck_at = later(seconds=every.total_seconds())
    return [poll.channel_id for poll in polls]


def looks_again(kind):
    return hasattr(kind, "poll") and (hasattr(kind, "recheck") or hasattr(kind, "count"))


def gaps_of(channel):
    """The posts of a channel under which something is missing."""
    wanted = select(Gap).where(Gap.channel_id == channel.id).order_by(Gap.looked_at.desc())
    return db.session.scalars(wanted.limit(50)).all()
