"""Word lists, and the words on them."""

from sqlalchemy import String, UniqueConstraint

from app.extensions import db
from app.lib.clock import UTCDateTime, now


class WordList(db.Model):
    """Words that flag a label wherever they stand, once the list is switched on."""

    __tablename__ = "word_lists"
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(String(80), nullable=False, unique=True)
    label = db.Column(String(20), nullable=False)
    # The public list it came from (a name in lists/public.py), so that its authors are named.
    source = db.Column(String(20), nullable=False, default="")
    # Whether a word is also found in the other script: 9a7ba where قحبة is listed.
    across = db.Column(db.Boolean, nullable=False, default=False)
    by_id = db.Column(db.ForeignKey("users.id", ondelete="SET NULL"), index=True)
    made_at = db.Column(UTCDateTime, nullable=False, default=now)
    # Each change gives it another number, by which every process knows that what it holds is old.
    edition = db.Column(db.Integer, nullable=False, default=1)
    on_at = db.Column(UTCDateTime)
    on_by_id = db.Column(db.ForeignKey("users.id", ondelete="SET NULL"), index=True)
    by = db.relationship("User", foreign_keys=[by_id])
    on_by = db.relationship("User", foreign_keys=[on_by_id])


class Entry(db.Model):
    """One word or phrase of a list, as it was typed, and the one spelling it is found by."""

    __tablename__ = "word_list_entries"
    id = db.Column(db.Integer, primary_key=True)
    list_id = db.Column(
        db.ForeignKey("word_lists.id", ondelete="CASCADE"), nullable=False, index=True
    )
    text = db.Column(String(120), nullable=False)
    key = db.Column(String(160), nullable=False)
    list = db.relationship(
        WordList, backref=db.backref("entries", order_by="Entry.text", passive_deletes=True)
    )
    __table_args__ = (UniqueConstraint("list_id", "key"),)
