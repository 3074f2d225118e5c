"""Tags that a comment brings along when it arrives, or takes from its post."""

from itertools import groupby

from sqlalchemy import insert, select

from app.comments.activity import Kind
from app.comments.hooks import hears_arrivals, puts_tags
from app.comments.models import Activity, Comment
from app.extensions import db
from app.lib.bulk import among
from app.lib.text import normalise
from app.lib.upsert import insert_into
from app.tags.actions import MOST, known_or_made, said
from app.tags.models import PostTag, Tagging
from app.tags.names import LONGEST, key_of, tidy


@puts_tags
def put_on_arrivals(wanted):
    """Put tags on comments that are new and have none, `(comment id, name)` each, in a few statements."""
    wanted = [(comment_id, tidy(name)) for comment_id, name in wanted if is_name(tidy(name))]
    if not wanted:
        return
    tags = {tag.key: tag for tag in known_or_made([name for _, name in wanted], None)}
    taggings, activities = [], []
    for comment_id, pairs in groupby(wanted, key=lambda pair: pair[0]):
        on = [tags[key] for key in dict.fromkeys(key_of(name) for _, name in pairs)][:MOST]
        taggings += [{"tag_id": tag.id, "comment_id": comment_id, "by_id": None} for tag in on]
        activities.append({"comment_id": comment_id, "kind": str(Kind.TAGGED), "details": said(on)})
    put_all(taggings, activities)


@hears_arrivals
def inherit(numbers):
    """Put a post's tags on what others have just written under it."""
    if db.session.scalar(select(PostTag.post_id).limit(1)) is None:
        return
    wanted = select(Comment.id, PostTag).join(PostTag, PostTag.post_id == Comment.post_id)
    wanted = wanted.where(among(Comment.id, numbers), Comment.by_us.is_(False))
    taggings, activities = [], []
    found = db.session.execute(wanted.order_by(Comment.id)).unique().all()
    for comment_id, pairs in groupby(found, key=lambda pair: pair[0]):
        on = [row.tag for _, row in pairs]
        taggings += [{"tag_id": tag.id, "comment_id": comment_id, "by_id": None} for tag in on]
        told = {**said(on), "from_post": True}
        activities.append({"comment_id": comment_id, "kind": str(Kind.TAGGED), "details": told})
    if taggings:
        put_all(taggings, activities)


def put_all(taggings, activities):
    """A comment may take a tag from its post and bring the same one."""
    connection = db.session.connection()
    connection.execute(insert_into(Tagging.__table__).on_conflict_do_nothing(), taggings)
    connection.execute(insert(Activity.__table__), activities)


def is_name(name):
    """Whether a word a platform sent may be a tag; nobody is there to be told why not."""
    return len(name) <= LONGEST and 0 < len(normalise(name)) <= LONGEST
