"""`post:` the post a comment stands under, by its number or its title."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.comments.models import Comment, Post
from app.extensions import db
from app.search.leads import ROWS, listed
from app.search.qualifiers.names import MANY, among, as_typed
from app.search.qualifiers.offers import begins

MOST = 8
HIGHEST = 1 << 62


def find(values, asking):
    """A number is a post's own; anything else is the whole title of one or several."""
    found = {value: [int(value)] for value in values if is_number(value)}
    rows = db.session.execute(
        select(Post.title, Post.id).where(Post.title.in_([v for v in values if v not in found]))
    ).all()
    for title, number in rows:
        found.setdefault(title, []).append(number)
    return found


def is_number(value):
    return value.isascii() and value.isdecimal() and int(value) < HIGHEST


def lead(value, asking, statuses):
    ids = asking.named("post", value)
    if not 0 < len(ids) <= MANY:
        return None
    return tuple(
        arm for id in ids for arm in listed(ROWS.c.post_id == id, ROWS.c.post_id.is_not(None))
    )


def offer(typed, asking):
    if len(typed) < 2:
        return
    rows = select(Post.id, Post.title).where(*begins(Post.title, typed)).limit(MOST)
    yield from ((str(number), title) for number, title in db.session.execute(rows))


QUALIFIERS = (
    {
        "name": "post",
        "about": _l("the post it stands under, by number or title"),
        "aliases": ("publication", "منشور"),
        "read": as_typed,
        "find": find,
        "offer": offer,
        "lead": lead,
        "clause": lambda value, asking: among(Comment.post_id, "post", value, asking),
        "test": lambda value, c, asking: c.post_id in asking.named("post", value),
    },
)
