"""Words people put on comments."""

from sqlalchemy import String

from app.extensions import BigId, db
from app.lib.clock import UTCDateTime, now


class Tag(db.Model):
    """A word people put on a comment."""

    __tablename__ = "tags"
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(String(60), nullable=False)
    # The name as it is searched: one tag whatever its case, accents or Arabic letters.
    key = db.Column(String(60), nullable=False, unique=True)
    made_at = db.Column(UTCDateTime, nullable=False, default=now)
    by_id = db.Column(db.ForeignKey("users.id", ondelete="SET NULL"), index=True)
    # Replies to comments that bear it wait for a lead's yes.
    needs_yes = db.Column(db.Boolean, nullable=False, default=False)


class PostTag(db.Model):
    """A tag that comments get when they arrive under a post."""

    __tablename__ = "post_tags"
    post_id = db.Column(BigId, db.ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True)
    tag_id = db.Column(db.ForeignKey("tags.id", ondelete="CASCADE"), primary_key=True, index=True)
    tag = db.relationship(Tag, lazy="joined")


class Tagging(db.Model):
    """One tag on one comment; the key's order lists a tag's comments by time without sorting."""

    __tablename__ = "taggings"
    tag_id = db.Column(db.ForeignKey("tags.id", ondelete="CASCADE"), primary_key=True)
    comment_id = db.Column(
        BigId, db.ForeignKey("comments.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    by_id = db.Column(db.ForeignKey("users.id", ondelete="SET NULL"), index=True)
    at = db.Column(UTCDateTime, nullable=False, default=now)
    # A tagging is never drawn without its name.
    tag = db.relationship(Tag, lazy="joined")
    comment = db.relationship(
        "Comment", backref=db.backref("taggings", order_by="Tagging.at", passive_deletes=True)
    )
