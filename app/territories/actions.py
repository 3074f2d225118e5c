"""Load the gazetteer, and write down the places that comments name."""

from sqlalchemy import and_, delete, exists, insert, literal, select

from app.comments.models import Comment
from app.extensions import db
from app.lib.bulk import among
from app.lib.text import normalise
from app.territories.gazetteer import around, entries
from app.territories.models import Place, PostPlace, Territory
from app.territories.recognise import places_in


def load_gazetteer():
    """Bring the territories up to date with the gazetteer, keeping their numbers; says how many there are."""
    kept = {row.code: row for row in db.session.scalars(select(Territory))}
    for entry in entries().values():
        row = kept.setdefault(entry.code, Territory(code=entry.code))
        row.kind, row.name_fr, row.name_ar = entry.kind, entry.name_fr, entry.name_ar
        row.key = normalise(entry.name_fr)
        row.parent = kept.get(entry.parent)
        db.session.add(row)
    db.session.flush()
    gather_groupings(kept)
    return len(kept)


def load_missing():
    """Load the gazetteer where it was never loaded, or a new version has more places."""
    if set(entries()) - set(territory_numbers()):
        load_gazetteer()


def gather_groupings(territories):
    """Let each grouping hold the comments of its members as they are now, and no others."""
    for entry in entries().values():
        if entry.kind == "grouping":
            members = [territories[code].id for code in entry.members]
            db.session.execute(leave(territories[entry.code].id))
            db.session.execute(join(territories[entry.code].id, members))


def leave(grouping_id):
    return delete(Place).where(Place.territory_id == grouping_id, Place.named.is_(False))


def join(grouping_id, member_ids):
    there = select(Place.comment_id).where(Place.territory_id.in_(member_ids)).distinct().subquery()
    has = exists().where(
        and_(Place.territory_id == grouping_id, Place.comment_id == there.c.comment_id)
    )
    rows = select(literal(grouping_id), there.c.comment_id, literal(False)).where(~has)
    return insert(Place).from_select(["territory_id", "comment_id", "named"], rows)


def note_places(pairs):
    """Write down the places named by each (comment id, text), replacing what was noted before."""
    pairs = list(pairs)
    numbers = territory_numbers()
    if not pairs or not numbers:
        return
    ids = [comment_id for comment_id, _ in pairs]
    named = {comment_id: places_in(text) for comment_id, text in pairs}
    named |= places_of_posts([comment_id for comment_id, codes in named.items() if not codes])
    rows = [row for number, codes in named.items() for row in places_of(number, codes, numbers)]
    db.session.execute(delete(Place).where(Place.comment_id.in_(ids)))
    if rows:
        db.session.execute(insert(Place), rows)


def places_of_posts(ids):
    """{comment: codes} of the posts' places, for comments that name none themselves."""
    if not ids or db.session.scalar(select(PostPlace.post_id).limit(1)) is None:
        return {}
    wanted = select(Comment.id, Territory.code).select_from(PostPlace)
    wanted = wanted.join(Comment, Comment.post_id == PostPlace.post_id).join(Territory)
    found = db.session.execute(wanted.where(among(Comment.id, ids)))
    return {comment_id: [code] for comment_id, code in found}


def place_of_post(post):
    """The territory that comments under a post are about, or None."""
    row = db.session.get(PostPlace, post.id)
    return row and row.territory


def give_place(post, territory):
    """From now on, what is written under a post and names no place is about this one; None takes it away."""
    row = db.session.get(PostPlace, post.id)
    if territory is None:
        if row:
            db.session.delete(row)
    elif row:
        row.territory = territory
    else:
        db.session.add(PostPlace(post_id=post.id, territory_id=territory.id))


def places_of(comment_id, codes, numbers):
    """The rows of one comment: the places it names, those they lie in, and the groupings that hold them."""
    named = {code: True for code in codes if code in numbers}
    carried = {one: False for code in named for one in around(code) if one in numbers}
    for code, is_named in {**carried, **named}.items():
        yield {"territory_id": numbers[code], "comment_id": comment_id, "named": is_named}


def territory_numbers():
    return dict(db.session.execute(select(Territory.code, Territory.id)).all())
