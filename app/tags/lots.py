"""Tags put on hundreds of comments with a few statements, and taken off again."""

from collections import defaultdict

from flask_babel import gettext as _
from sqlalchemy import delete, insert, select

from app.comments.activity import Kind
from app.comments.many import takes_lots_back, to_lots
from app.extensions import db
from app.lib.bulk import among
from app.lib.clock import now
from app.tags.actions import MOST, known_or_made, said, tags_by
from app.tags.models import Tag, Tagging

TAGGINGS = Tagging.__table__


@to_lots("tag")
def tag(lot, names):
    tags, on = known_or_made(names, lot.by), on_each(lot.rows)
    new = {number: [row for row in tags if row.id not in on[number]] for number in lot.rows}
    lot.refuse(lambda row: not new[row.id], _("This comment already has that tag."))
    lot.refuse(
        lambda row: len(on[row.id]) + len(new[row.id]) > MOST,
        _("A comment can have at most %(most)s tags.", most=MOST),
    )
    whose, at = lot.by.id if lot.by else None, now()
    rows = [
        {"tag_id": row.id, "comment_id": number, "by_id": whose, "at": at}
        for number in lot.open
        for row in new[number]
    ]
    if rows:
        db.session.connection().execute(insert(TAGGINGS), rows)
    lot.note(Kind.TAGGED, lambda row: said(new[row.id]))


@takes_lots_back(Kind.TAGGED)
def take_back_tagging(lot, activities):
    on = on_each(lot.rows)
    gone = {
        number: on[number].intersection(activities[number].details["tag_ids"])
        for number in lot.rows
    }
    lot.refuse(lambda row: not gone[row.id], _("Somebody already took that tag off."))
    tags = {row.id: row for row in tags_by(Tag.id, set().union(*gone.values()))}
    for tag_id in tags:
        these = [number for number in lot.open if tag_id in gone[number]]
        here = TAGGINGS.c.tag_id == tag_id, among(TAGGINGS.c.comment_id, these)
        db.session.execute(delete(TAGGINGS).where(*here))

    def told(row):
        off = [tags[tag_id] for tag_id in sorted(gone[row.id])]
        return {"undo_of": activities[row.id].id, **said(off)}

    lot.note(Kind.UNTAGGED, told)


def on_each(numbers):
    """The ids of the tags on each of many comments."""
    wanted = select(TAGGINGS.c.comment_id, TAGGINGS.c.tag_id)
    found = defaultdict(set)
    for number, tag_id in db.session.execute(
        wanted.where(among(TAGGINGS.c.comment_id, list(numbers)))
    ):
        found[number].add(tag_id)
    return found
