"""Which tags a post gives to the comments that arrive under it."""

from sqlalchemy import delete, select

from app.extensions import db
from app.tags.actions import known_or_made
from app.tags.models import PostTag


def tags_of_post(post):
    found = select(PostTag).where(PostTag.post_id == post.id)
    return [row.tag for row in db.session.scalars(found).unique()]


def give_tags(post, names, *, by):
    """From now on, what arrives under a post has these tags and no others of it."""
    tags = known_or_made(names, by) if names else []
    db.session.execute(delete(PostTag).where(PostTag.post_id == post.id))
    db.session.add_all([PostTag(post_id=post.id, tag_id=tag.id) for tag in tags])
