"""How long comments take from being written to being here, measured on those that came lately."""

from datetime import timedelta
from statistics import median

from sqlalchemy import select

from app.comments.models import Comment
from app.extensions import db
from app.lib.clock import ago

LATELY, MOST = timedelta(days=2), 50


def delay_of(channel):
    """The middle delay of a channel's last comments, as a timedelta; None when there are none to tell from.

    What was fetched from before the channel was caught up says nothing of how fast it is.
    """
    since = ago(seconds=LATELY.total_seconds())
    if channel.poll and channel.poll.caught_up_at:
        since = max(since, channel.poll.caught_up_at)
    wanted = select(Comment.created_at, Comment.received_at).where(
        Comment.channel_id == channel.id, Comment.created_at > since, ~Comment.by_us
    )
    rows = db.session.execute(wanted.order_by(Comment.id.desc()).limit(MOST)).all()
    return median(row.received_at - row.created_at for row in rows) if rows else None
