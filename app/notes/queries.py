"""Reads of notes."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.extensions import db
from app.notes.models import Note

MOST = 100
WRITER = joinedload(Note.by).lazyload(User.roles)


def notes_of(comment):
    """The notes about one comment, oldest first, capped."""
    wanted = select(Note).where(Note.comment_id == comment.id).options(WRITER)
    return db.session.scalars(wanted.order_by(Note.id).limit(MOST)).all()
