"""Tags that a comment brings along when it arrives."""

from itertools import groupby

from sqlalchemy import insert

from app.comments.activity import Kind
from app.comments.hooks import puts_tags
from app.comments.models import Activity
from app.extensions import db
from app.lib.text import normalise
from app.tags.actions import MOST, known_or_made, said
from app.tags.models import Tagging
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
    connection = db.session.connection()
    connection.execute(insert(Tagging.__table__), taggings)
    connection.execute(insert(Activity.__table__), activities)


def is_name(name):
    """Whether a word a platform sent may be a tag; nobody is there to be told why not."""
    return len(name) <= LONGEST and 0 < len(normalise(name)) <= LONGEST
