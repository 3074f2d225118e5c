"""Put words on comments and take them off."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select

from app.comments.activity import Kind, record
from app.comments.many import to_many
from app.comments.undo import takes_back
from app.extensions import db
from app.lib.clock import now
from app.lib.errors import Refused
from app.lib.upsert import insert_into
from app.tags.models import Tag, Tagging
from app.tags.names import key_of, tidy

MOST = 30  # on one comment


@to_many("tag", _l("Tag all"))
def tag(comment, names, *, by, rule=None):
    """Put tags on a comment; a name nobody used before becomes a tag."""
    on = ids_on(comment)
    new = [row for row in known_or_made(names, by) if row.id not in on]
    if not new:
        raise Refused(_("This comment already has that tag."))
    if len(on) + len(new) > MOST:
        raise Refused(_("A comment can have at most %(most)s tags.", most=MOST))
    put(comment, new, by)
    return record(comment, Kind.TAGGED, by=by, rule=rule, **said(new))


def untag(comment, tags, *, by, rule=None):
    """Take tags off a comment."""
    gone = take_off(comment, [row.id for row in tags])
    if not gone:
        raise Refused(_("This comment does not have that tag."))
    return record(comment, Kind.UNTAGGED, by=by, rule=rule, **said(gone))


@takes_back(Kind.TAGGED)
def take_back_tagging(comment, activity, *, by):
    gone = take_off(comment, activity.details["tag_ids"])
    if not gone:
        raise Refused(_("Somebody already took that tag off."))
    return record(comment, Kind.UNTAGGED, by=by, undo_of=activity.id, **said(gone))


@takes_back(Kind.UNTAGGED)
def take_back_untagging(comment, activity, *, by):
    still = tags_by(Tag.id, activity.details["tag_ids"])
    missing = [row for row in still if row.id not in ids_on(comment)]
    if not missing:
        raise Refused(_("That tag is on the comment already, or no longer exists."))
    put(comment, missing, by)
    return record(comment, Kind.TAGGED, by=by, undo_of=activity.id, **said(missing))


def known_or_made(names, by):
    """The tags of these names, in order, made where they were missing, even by two people at once."""
    by_key = {key_of(name): name for name in map(tidy, names)}
    rows = [
        {"name": name, "key": key, "by_id": by.id if by else None, "made_at": now()}
        for key, name in by_key.items()
    ]
    if rows:
        db.session.execute(insert_into(Tag).on_conflict_do_nothing(), rows)
    found = {row.key: row for row in tags_by(Tag.key, by_key)}
    return [found[key] for key in by_key]


def put(comment, tags, by):
    whose = by.id if by else None
    rows = [Tagging(tag_id=row.id, comment_id=comment.id, by_id=whose) for row in tags]
    db.session.add_all(rows)
    db.session.expire(comment, ["taggings"])


def take_off(comment, ids):
    """Remove these tags where they are on the comment; gives those that were."""
    gone = tags_by(Tag.id, ids_on(comment) & set(ids))
    here = Tagging.comment_id == comment.id
    db.session.execute(delete(Tagging).where(here, Tagging.tag_id.in_([row.id for row in gone])))
    db.session.expire(comment, ["taggings"])
    return gone


def ids_on(comment):
    return set(db.session.scalars(select(Tagging.tag_id).where(Tagging.comment_id == comment.id)))


def tags_by(column, values):
    return db.session.scalars(select(Tag).where(column.in_(list(values))).order_by(Tag.id)).all()


def said(tags):
    """What the trail keeps: the names too, for when a tag is long gone."""
    return {"tag_ids": [row.id for row in tags], "tags": [row.name for row in tags]}
