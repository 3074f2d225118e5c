"""Our own answers, when a platform tells them back to us."""

from sqlalchemy import select

from app.comments.hooks import knows_answers
from app.comments.models import Comment
from app.extensions import db
from app.replies.models import Reply


@knows_answers
def answers_among(channel_id, platform_ids):
    """Which of these are replies of ours, each with the comment it answers."""
    if not platform_ids:
        return {}
    wanted = select(Reply.platform_id, Comment.platform_id).join(Reply.comment)
    rows = db.session.execute(
        wanted.where(Comment.channel_id == channel_id, Reply.platform_id.in_(platform_ids))
    )
    return dict(rows.all())
