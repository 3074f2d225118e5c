"""Reads for the page of one person, each bounded."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.authors.models import AuthorNote
from app.comments.models import Activity, Comment
from app.extensions import db
from app.lib.bulk import among

ROWS, ACTS, NOTES = 25, 15, 50
# Of somebody who wrote thousands, what was done is told of the latest.
LOOKED_AT = 200


def wrote(author_ids, before=None):
    """What they wrote, newest first, one more than a page holds."""
    wanted = select(Comment).options(
        joinedload(Comment.channel), joinedload(Comment.post), joinedload(Comment.author)
    )
    wanted = wanted.where(Comment.author_id.is_not(None), Comment.author_id.in_(author_ids))
    if before:
        wanted = wanted.where(Comment.id < before)
    return db.session.scalars(wanted.order_by(Comment.id.desc()).limit(ROWS + 1)).all()


def done_with(author_ids):
    """What was done with their latest comments, and by whom."""
    here = (Comment.author_id.is_not(None), Comment.author_id.in_(author_ids))
    latest = select(Comment.id).where(*here).order_by(Comment.id.desc()).limit(LOOKED_AT)
    numbers = list(db.session.scalars(latest))
    wanted = select(Activity).options(joinedload(Activity.by))
    wanted = wanted.where(among(Activity.comment_id, numbers))
    return db.session.scalars(wanted.order_by(Activity.id.desc()).limit(ACTS)).all()


def notes_about(author_ids):
    wanted = select(AuthorNote).options(joinedload(AuthorNote.by), joinedload(AuthorNote.other))
    wanted = wanted.where(among(AuthorNote.author_id, author_ids))
    return db.session.scalars(wanted.order_by(AuthorNote.id.desc()).limit(NOTES)).all()
