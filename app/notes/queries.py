"""Reads of notes."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import User
from app.accounts.queries import those_who_may
from app.extensions import db
from app.notes.models import Note

MOST = 100
WRITER = joinedload(Note.by).lazyload(User.roles)


def notes_of(comment):
    """The notes about one comment, oldest first, capped."""
    wanted = (
        select(Note)
        .where(Note.comment_id == comment.id)
        .options(WRITER, selectinload(Note.mentions))
    )
    return db.session.scalars(wanted.order_by(Note.id).limit(MOST)).all()


def pieces_of(note):
    """A note cut into runs of words, `(words, whether a colleague is named)`; joined they are the note again."""
    at, found = 0, []
    for mention in note.mentions:
        end = mention.start + mention.length
        found += [(note.text[at : mention.start], False), (note.text[mention.start : end], True)]
        at = end
    return [piece for piece in (*found, (note.text[at:], False)) if piece[0]]


def team_names():
    """How everybody who may read a note is called, each name once."""
    return list(dict.fromkeys(user.called for user in those_who_may("viewer")))
