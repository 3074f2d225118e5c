"""One person on several platforms: said by hand, and unsaid."""

from flask_babel import gettext as _
from sqlalchemy import delete, func, insert, or_, select, update
from sqlalchemy.orm import joinedload

from app.authors.deeds import keep_deed
from app.authors.models import LINKED, UNLINKED, AuthorNote, Link
from app.comments.models import Author
from app.extensions import db
from app.lib.bulk import among
from app.lib.clock import now
from app.lib.errors import Refused

MOST, OFFERED = 20, 6


def link(author, other, *, by):
    """These two are one person, and with them whoever was one with either."""
    if author.id == other.id:
        raise Refused(_("This is the same author."))
    group = sorted({*linked_ids(author.id), *linked_ids(other.id)})
    if len(group) > MOST:
        raise Refused(_("One person has at most %(most)s names here.", most=MOST))
    known = set(db.session.scalars(select(Link.author_id).where(among(Link.author_id, group))))
    person = group[0]
    db.session.execute(update(Link).where(among(Link.author_id, group)).values(person=person))
    values = [
        {"author_id": number, "person": person, "by_id": by.id, "at": now()}
        for number in group
        if number not in known
    ]
    if values:
        db.session.execute(insert(Link), values)
    keep_deed(author, LINKED, by=by, other=other)
    db.session.expire_all()


def part(author, other, *, by):
    """The other one is somebody else, as somebody of the team says."""
    unlink(other)
    keep_deed(author, UNLINKED, by=by, other=other)


def unlink(author):
    """This author is one with nobody; who is left alone is linked to nobody either."""
    others = [number for number in linked_ids(author.id) if number != author.id]
    gone = [author.id, *(others if len(others) == 1 else ())]
    db.session.execute(delete(Link).where(among(Link.author_id, gone)))
    if len(others) > 1:
        rest = update(Link).where(among(Link.author_id, others))
        db.session.execute(rest.values(person=min(others)))
    db.session.expire_all()


def forget_who(author_ids):
    """Notes and links tell who somebody is: they go with the name. Whether they are muted says nothing of them, and stays."""
    for number in author_ids:
        unlink(db.session.get(Author, number))
    if author_ids:
        db.session.execute(delete(AuthorNote).where(among(AuthorNote.author_id, author_ids)))


def linked_ids(author_id):
    """The ids of everybody who is one person with an author, the author's own included."""
    person = select(Link.person).where(Link.author_id == author_id).scalar_subquery()
    found = db.session.scalars(select(Link.author_id).where(Link.person == person)).all()
    return sorted({author_id, *found})


def others_of(author):
    """Who is said to be the same person."""
    ids = [number for number in linked_ids(author.id) if number != author.id]
    wanted = select(Author).options(joinedload(Author.channel)).where(among(Author.id, ids))
    return db.session.scalars(wanted).all()


def candidates(author):
    """Authors elsewhere with the same handle or the same name, whom somebody may link."""
    same = []
    if author.handle:
        handle = author.handle.removeprefix("@")
        same.append(Author.handle.in_({handle, handle.lower(), f"@{handle}"}))
    if author.name and len(author.name) > 3:
        same.append(Author.name == author.name)
    if not same:
        return []
    already = linked_ids(author.id)
    wanted = select(Author).options(joinedload(Author.channel))
    wanted = wanted.where(or_(*same), Author.channel_id != author.channel_id)
    found = db.session.scalars(wanted.limit(OFFERED + len(already))).all()
    return [one for one in found if one.id not in already][:OFFERED]


def count_of(author_ids):
    """(written, hidden) of several authors together, from their kept counters."""
    sums = select(func.sum(Author.written), func.sum(Author.hidden))
    return tuple(
        number or 0 for number in db.session.execute(sums.where(among(Author.id, author_ids))).one()
    )
