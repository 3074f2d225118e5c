"""What the team keeps about somebody who comments; the platform's own facts are the Author's."""

from sqlalchemy import String, Text

from app.comments.models import Author
from app.extensions import BigId, db
from app.lib.clock import UTCDateTime, now

TRUSTED, MUTED = "trusted", "muted"
NEITHER, LINKED, UNLINKED = "neither", "linked", "unlinked"


class AuthorNote(db.Model):
    """One word among the team about an author, or what somebody of it decided about them (a `deed`)."""

    __tablename__ = "author_notes"
    id = db.Column(BigId, primary_key=True)
    author_id = db.Column(
        BigId, db.ForeignKey("authors.id", ondelete="CASCADE"), nullable=False, index=True
    )
    by_id = db.Column(db.ForeignKey("users.id", ondelete="SET NULL"), index=True)
    text = db.Column(Text, nullable=False)
    made_at = db.Column(UTCDateTime, nullable=False, default=now)
    deed = db.Column(String(10))
    other_id = db.Column(BigId, db.ForeignKey("authors.id", ondelete="SET NULL"), index=True)
    by = db.relationship("User")
    # The name is looked up, not kept: whoever asks to be forgotten is forgotten here too.
    other = db.relationship(Author, foreign_keys=other_id)


class Standing(db.Model):
    """That a person of the team trusts an author, or mutes them here; automated acts never do."""

    __tablename__ = "author_standings"
    author_id = db.Column(
        BigId,
        db.ForeignKey("authors.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    )
    standing = db.Column(String(10), nullable=False, index=True)
    by_id = db.Column(db.ForeignKey("users.id", ondelete="SET NULL"), index=True)
    at = db.Column(UTCDateTime, nullable=False, default=now)
    author = db.relationship(Author)
    by = db.relationship("User")


class Link(db.Model):
    """That an author is one person with others: all who share a `person`, the smallest of their ids."""

    __tablename__ = "author_links"
    author_id = db.Column(
        BigId,
        db.ForeignKey("authors.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    )
    person = db.Column(BigId, nullable=False, index=True)
    by_id = db.Column(db.ForeignKey("users.id", ondelete="SET NULL"), index=True)
    at = db.Column(UTCDateTime, nullable=False, default=now)
    author = db.relationship(Author)
