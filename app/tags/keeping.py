"""Keep the team's tags in order: rename, merge, delete; what each does to comments is on their trail."""

from flask_babel import gettext as _
from sqlalchemy import JSON, String, bindparam, delete, insert, literal, select, update

from app.comments.activity import Kind
from app.comments.models import Activity, Comment
from app.extensions import db
from app.lib.clock import UTCDateTime, now
from app.lib.errors import Refused
from app.lib.live import announce
from app.tags.models import Tag, Tagging
from app.tags.names import key_of, tidy


class Taken(Refused):
    """Another tag has that name already; the two can be merged."""

    def __init__(self, other):
        super().__init__(_("There is already a tag “%(name)s”. Merge the two?", name=other.name))
        self.other = other


def rename(tag, name, *, by):
    """Call a tag something else, on every comment that has it."""
    name, key = tidy(name), key_of(tidy(name))
    other = db.session.scalar(select(Tag).where(Tag.key == key, Tag.id != tag.id))
    if other:
        raise Taken(other)
    tag.name, tag.key = name, key
    announce("tags-changed", [])


def merge(tag, into, *, by):
    """Make one tag of two: what had the first has the second."""
    if tag.id == into.id:
        raise Refused(_("A tag cannot be merged into itself."))
    had = select(Tagging.comment_id).where(Tagging.tag_id == into.id)
    moves = select(Tagging.comment_id).where(
        Tagging.tag_id == tag.id, Tagging.comment_id.not_in(had)
    )
    tell(moves, Kind.TAGGED, into, by)
    columns = ["tag_id", "comment_id", "by_id", "at"]
    row = select(literal(into.id), Tagging.comment_id, Tagging.by_id, Tagging.at)
    row = row.where(Tagging.tag_id == tag.id, Tagging.comment_id.not_in(had))
    db.session.execute(insert(Tagging).from_select(columns, row))
    into.needs_yes = into.needs_yes or tag.needs_yes
    delete_tag(tag, by=by)


def ask_for_yes(tag, needed):
    """Say whether replies to comments that bear a tag wait for a lead."""
    tag.needs_yes = needed


def delete_tag(tag, *, by):
    """Take a tag off every comment, and forget it."""
    carriers = select(Tagging.comment_id).where(Tagging.tag_id == tag.id)
    tell(carriers, Kind.UNTAGGED, tag, by)
    bump = update(Comment).where(Comment.id.in_(carriers)).values(version=Comment.version + 1)
    db.session.execute(bump.execution_options(synchronize_session=False))
    db.session.execute(delete(Tagging).where(Tagging.tag_id == tag.id))
    db.session.delete(tag)
    db.session.flush()
    db.session.expire_all()
    announce("tags-changed", [])


def tell(comments, kind, tag, by):
    """Write one activity on each of many comments, in one statement."""
    details = bindparam(None, {"tag_ids": [tag.id], "tags": [tag.name]}, JSON)
    moment = literal(now(), UTCDateTime)
    comment_id = comments.selected_columns[0]
    row = comments.with_only_columns(
        comment_id, literal(str(kind), String), literal(by.id), moment, details
    )
    columns = ["comment_id", "kind", "by_id", "at", "details"]
    db.session.execute(insert(Activity).from_select(columns, row))
