"""Reads of tags: what is on a comment, what a person may mean, how often each is used."""

from flask import abort
from sqlalchemy import case, func, select

from app.extensions import db
from app.lib.text import normalise
from app.tags.models import Tag, Tagging
from app.tags.names import completed, last_of

MOST_SUGGESTED, FEWEST_LETTERS = 8, 2
MOST_COUNTED = 1000


def get_tag(tag_id):
    return db.session.get(Tag, tag_id) or abort(404)


def tags_of(comment):
    """The tags on one comment, in the order they were put."""
    wanted = select(Tag).join(Tagging).where(Tagging.comment_id == comment.id)
    return db.session.scalars(wanted.order_by(Tagging.at, Tag.id)).all()


def suggest(typed="", *, comment_id=None):
    """Tags a person may mean, those that begin so first; without a word, the latest used."""
    key = normalise(typed.strip().lstrip("#"))
    wanted = select(Tag).limit(MOST_SUGGESTED)
    if comment_id:
        on = select(Tagging.tag_id).where(Tagging.comment_id == comment_id)
        wanted = wanted.where(Tag.id.not_in(on))
    if not key:
        return db.session.scalars(wanted.order_by(Tag.id.desc())).all()
    begins = case((Tag.key.startswith(key, autoescape=True), 0), else_=1)
    wanted = wanted.where(Tag.key.contains(key, autoescape=True))
    return db.session.scalars(wanted.order_by(begins, Tag.key)).all()


def meant(typed):
    """What was typed, the last name completed to the first tag that begins so; a comma after it leaves it as it is."""
    last = last_of(typed)
    key = normalise(last.strip().lstrip("#"))
    if len(key) < FEWEST_LETTERS:
        return typed
    found = suggest(last)
    begins = bool(found) and found[0].key.startswith(key)
    return completed(typed, found[0].name) if begins else typed


def counted_tags():
    """Every tag with how many comments have it, counted up to a thousand and one."""
    some = select(Tagging.tag_id).where(Tagging.tag_id == Tag.id).limit(MOST_COUNTED + 1)
    count = select(func.count()).select_from(some.correlate(Tag).subquery()).scalar_subquery()
    return db.session.execute(select(Tag, count.label("used")).order_by(Tag.key)).all()
