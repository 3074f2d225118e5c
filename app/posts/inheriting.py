"""Comments that were here before their post had tags or a place take both, many at once, and give them back."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, insert, select

from app.comments.activity import Kind
from app.comments.lots import Lot
from app.comments.many import takes_lots_back, to_lots
from app.comments.models import Activity, Comment
from app.comments.undo import takes_back
from app.extensions import db
from app.lib.bulk import among
from app.lib.clock import now
from app.lib.errors import Refused
from app.tags.actions import MOST, said, tags_by
from app.tags.lots import TAGGINGS, on_each
from app.tags.models import PostTag, Tag
from app.territories.actions import places_of, places_of_posts, territory_numbers
from app.territories.models import Place

PLACES = Place.__table__


@to_lots("from-post", _l("Give what the post gives"))
def inherit(lot):
    """What a comment would have taken on its arrival, had its post had it by then."""
    lot.refuse(lambda row: row.by_us, _("This is our own."))
    tags, places = missing_tags(lot.open), missing_places(lot.open)
    lot.refuse(
        lambda row: not tags.get(row.id) and not places.get(row.id),
        _("It has all that its post gives."),
    )
    put_tags(lot, tags)
    put_places(lot, places)
    lot.note(
        Kind.FROM_POST,
        lambda row: {**said(tags.get(row.id, [])), "places": [each["territory_id"] for each in places.get(row.id, [])]},
    )  # fmt: skip


def missing_tags(numbers):
    """{comment: tags of its post that it has not}."""
    wanted = select(Comment.id, PostTag).join(PostTag, PostTag.post_id == Comment.post_id)
    on, found = on_each(numbers), {}
    rows = db.session.execute(wanted.where(among(Comment.id, list(numbers)))).unique()
    for comment_id, row in rows:
        if row.tag_id not in on[comment_id] and len(on[comment_id]) < MOST:
            on[comment_id].add(row.tag_id)
            found.setdefault(comment_id, []).append(row.tag)
    return found


def missing_places(numbers):
    """{comment: rows of the place of its post}, for those that name none themselves."""
    wanted = select(PLACES.c.comment_id).where(among(PLACES.c.comment_id, list(numbers)))
    placed, known = set(db.session.scalars(wanted)), territory_numbers()
    given = places_of_posts([number for number in numbers if number not in placed])
    return {number: list(places_of(number, codes, known)) for number, codes in given.items()}


def put_tags(lot, tags):
    whose, at = lot.by.id if lot.by else None, now()
    rows = [
        {"tag_id": tag.id, "comment_id": number, "by_id": whose, "at": at}
        for number, these in tags.items()
        for tag in these
        if number in lot.open
    ]
    if rows:
        db.session.connection().execute(insert(TAGGINGS), rows)


def put_places(lot, places):
    rows = [row for number, these in places.items() if number in lot.open for row in these]
    if rows:
        db.session.connection().execute(insert(PLACES), rows)


@takes_lots_back(Kind.FROM_POST)
def give_back(lot, activities):
    """Take off what the post gave, as far as it is still there."""
    for number in lot.open:
        told = activities[number].details
        take_off(TAGGINGS, number, told["tag_ids"])
        take_off(PLACES, number, told["places"])
    off = tags_of(activities)
    lot.note(
        Kind.FROM_POST_TAKEN_BACK,
        lambda row: {"undo_of": activities[row.id].id, **said([off[one] for one in activities[row.id].details["tag_ids"] if one in off])},
    )  # fmt: skip


def take_off(table, number, territories_or_tags):
    which = table.c.tag_id if table is TAGGINGS else table.c.territory_id
    if territories_or_tags:
        here = table.c.comment_id == number, which.in_(territories_or_tags)
        db.session.execute(delete(table).where(*here))


def tags_of(activities):
    names = {one for each in activities.values() for one in each.details["tag_ids"]}
    return {row.id: row for row in tags_by(Tag.id, names)}


@takes_back(Kind.FROM_POST)
def give_one_back(comment, activity, *, by):
    lot = Lot([comment.id], by=by)
    give_back(lot, {comment.id: activity})
    if comment.id not in lot.activities:
        raise Refused(_("Nothing to take back any more."))
    db.session.expire(comment)
    return db.session.get(Activity, lot.activities[comment.id])
