"""Reads of notes."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.notes.models import Note

MOST = 100


def notes_of(comment):
    """The notes about one comment, oldest first, capped."""
    wanted = select(Note).options(joinedload(Note.by)).where(Note.comment_id == comment.id)
    return db.session.scalars(wanted.order_by(Note.id).limit(MOST)).all()
