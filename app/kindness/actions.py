"""Keep what one person wishes for, and what they like to come back to."""

from flask import g

from app.extensions import db
from app.kindness.models import KeptWord, Kindness


def kept(user):
    """The row of one person, made when it is first needed."""
    row = db.session.get(Kindness, user.id)
    if row is None:
        row = Kindness(user_id=user.id)
        db.session.add(row)
        db.session.flush()
    return row


def change(user, *, blur, breaks_after):
    row = kept(user)
    row.blur, row.breaks_after = blur, breaks_after
    g.pop("kindness", None)


def keep_word(user, comment):
    """Put a comment among those that do one good, or let it go; says whether it is kept now."""
    key = {"user_id": user.id, "comment_id": comment.id}
    row = db.session.get(KeptWord, key)
    if row is None:
        db.session.add(KeptWord(**key))
    else:
        db.session.delete(row)
    db.session.flush()
    return row is None
