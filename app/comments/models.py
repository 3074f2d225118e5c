"""What someone wrote, under what, and everything that happened to it since."""

from sqlalchemy import JSON, Index, SmallInteger, String, Text, UniqueConstraint, text

from app.extensions import BigId, db
from app.lib.clock import UTCDateTime, now


def partial(name, *columns, where):
    """An index over the rows that one view lists, on both engines."""
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))


class Post(db.Model):
    """What was commented on."""

    __tablename__ = "posts"
    id = db.Column(BigId, primary_key=True)
    channel_id = db.Column(db.ForeignKey("channels.id", ondelete="CASCADE"), nullable=False)
    platform_id = db.Column(String(400), nullable=False)
    title = db.Column(String(400), nullable=False, default="")
    text = db.Column(Text, nullable=False, default="")
    url = db.Column(Text)
    created_at = db.Column(UTCDateTime)
    __table_args__ = (UniqueConstraint("channel_id", "platform_id"),)


class Author(db.Model):
    """Who wrote, as one platform knows them."""

    __tablename__ = "authors"
    id = db.Column(BigId, primary_key=True)
    channel_id = db.Column(db.ForeignKey("channels.id", ondelete="CASCADE"), nullable=False)
    platform_id = db.Column(String(400), nullable=False)
    handle = db.Column(String(200), nullable=False, default="")
    name = db.Column(String(200), nullable=False, default="")
    url = db.Column(Text)
    avatar_url = db.Column(Text)
    # Kept counters: history in one line without counting a million rows.
    written = db.Column(db.Integer, nullable=False, default=0)
    hidden = db.Column(db.Integer, nullable=False, default=0)
    channel = db.relationship("Channel")
    __table_args__ = (
        UniqueConstraint("channel_id", "platform_id"),
        Index("ix_authors_handle", "handle"),
        Index("ix_authors_name", "name"),
    )

    @property
    def called(self):
        return self.name or self.handle


class Comment(db.Model):
    """What someone wrote. Its id is its place in time: microseconds since 2000, nudged until unique."""

    __tablename__ = "comments"
    id = db.Column(BigId, primary_key=True, autoincrement=False)
    channel_id = db.Column(db.ForeignKey("channels.id", ondelete="CASCADE"), nullable=False)
    platform_id = db.Column(String(400), nullable=False)
    post_id = db.Column(db.ForeignKey("posts.id", ondelete="SET NULL"))
    author_id = db.Column(db.ForeignKey("authors.id", ondelete="SET NULL"))
    # A reply may arrive before what it answers, so both are the platform's words and not keys.
    parent_platform_id = db.Column(String(400))
    thread = db.Column(String(400), nullable=False)

    text = db.Column(Text, nullable=False)
    # What the full-text index holds: the words as lib/text.py makes them for both engines.
    words = db.Column(Text, nullable=False)
    lang = db.Column(String(8), nullable=False, default="")
    script = db.Column(String(8), nullable=False, default="")
    url = db.Column(Text)
    created_at = db.Column(UTCDateTime, nullable=False)
    edited_at = db.Column(UTCDateTime)
    received_at = db.Column(UTCDateTime, nullable=False, default=now)
    visibility = db.Column(String(12), nullable=False, default="public")
    by_us = db.Column(db.Boolean, nullable=False, default=False)
    extra = db.Column(JSON(none_as_null=True))

    # On the platform: visible, hidden, pending, spam, deleted or gone; and what this one item allows.
    state = db.Column(String(10), nullable=False, default="visible")
    can_reply = db.Column(db.Boolean)
    can_hide = db.Column(db.Boolean)
    can_delete = db.Column(db.Boolean)

    # In the inbox: open, snoozed, done, or held back until a person looks. Every write says which version it saw.
    status = db.Column(String(8), nullable=False, default="open")
    snoozed_until = db.Column(UTCDateTime)
    assignee_id = db.Column(db.ForeignKey("users.id", ondelete="SET NULL"))
    is_spam = db.Column(db.Boolean, nullable=False, default=False)
    version = db.Column(db.Integer, nullable=False, default=1)
    answered_at = db.Column(UTCDateTime)
    resolved_at = db.Column(UTCDateTime)

    # By the classifier: flags for the views, every score, and why (spans of the text by label).
    toxic = db.Column(db.Boolean, nullable=False, default=False)
    priority = db.Column(db.Boolean, nullable=False, default=False)
    scores = db.Column(JSON)
    reasons = db.Column(JSON)
    sentiment = db.Column(String(3))  # neg, neu or pos
    model = db.Column(String(40))
    triaged_at = db.Column(UTCDateTime)
    triage_error = db.Column(String(400))

    channel = db.relationship("Channel")
    post = db.relationship(Post)
    author = db.relationship(Author)
    assignee = db.relationship("User")

    __table_args__ = (
        UniqueConstraint("channel_id", "platform_id"),
        Index("ix_comments_status", "status", "id"),
        Index("ix_comments_thread", "channel_id", "thread"),
        partial("ix_comments_mine", "assignee_id", "status", "id", where="assignee_id IS NOT NULL"),
        partial("ix_comments_toxic", "status", "id", where="toxic"),
        partial("ix_comments_priority", "status", "id", where="priority"),
        partial("ix_comments_untriaged", "id", where="triaged_at IS NULL"),
        partial("ix_comments_snoozed", "snoozed_until", where="status = 'snoozed'"),
        partial("ix_comments_off", "state", "id", where="state <> 'visible'"),
        partial("ix_comments_author", "author_id", "id", where="author_id IS NOT NULL"),
        partial("ix_comments_post", "post_id", "id", where="post_id IS NOT NULL"),
        Index("ix_comments_channel", "channel_id", "id"),
        Index("ix_comments_language", "lang", "id"),
        partial("ix_comments_answered", "id", where="answered_at IS NOT NULL"),
        partial("ix_comments_assigned", "id", where="assignee_id IS NOT NULL"),
        partial("ix_comments_edited", "id", where="edited_at IS NOT NULL"),
        partial("ix_comments_ours", "id", where="by_us"),
        partial("ix_comments_spam", "id", where="is_spam"),
        Index("ix_comments_received", "received_at"),
    )

    def can(self, what):
        """Whether the channel's platform and this one comment allow an act (a `Can`)."""
        from app.connectors.registry import connect

        return allowed(what, self, connect(self.channel))

    @property
    def gone(self):
        """Whether nobody can read it on the platform any more."""
        return self.state in ("deleted", "gone")


def allowed(what, comment, connector):
    """Whether a platform and one comment on it, or its row, allow an act."""
    own = {"reply": comment.can_reply, "hide": comment.can_hide, "delete": comment.can_delete}
    own |= dict.fromkeys((comment.extra or {}).get("cannot", ()), False)
    if what in connector.only_ours and not comment.by_us:
        return False
    return what in connector.allows and own.get(str(what)) is not False


class Tombstone(db.Model):
    """A delete that came before its comment, so that the late comment stays dead."""

    __tablename__ = "tombstones"
    channel_id = db.Column(db.ForeignKey("channels.id", ondelete="CASCADE"), primary_key=True)
    platform_id = db.Column(String(400), primary_key=True)
    at = db.Column(UTCDateTime, nullable=False, default=now)


class Activity(db.Model):
    """One thing that happened to a comment: what, when, by whom (nobody means the rule named in it)."""

    __tablename__ = "activities"
    id = db.Column(BigId, primary_key=True)
    comment_id = db.Column(db.ForeignKey("comments.id", ondelete="CASCADE"), nullable=False)
    kind = db.Column(String(24), nullable=False)
    by_id = db.Column(db.ForeignKey("users.id", ondelete="SET NULL"))
    rule = db.Column(String(120))
    at = db.Column(UTCDateTime, nullable=False, default=now)
    details = db.Column(JSON, nullable=False, default=dict)
    # What takes it back, when it was taken back.
    undone_at = db.Column(UTCDateTime)
    comment = db.relationship(
        Comment, backref=db.backref("activities", order_by="Activity.id", passive_deletes=True)
    )
    by = db.relationship("User")
    __table_args__ = (
        Index("ix_activities_comment", "comment_id", "id"),
        Index("ix_activities_at", "at", "kind"),
        partial("ix_activities_by", "by_id", "at", where="by_id IS NOT NULL"),
    )


class Prediction(db.Model):
    """How sure the classifier is of one label, kept where it is at all sure (a tenth or more)."""

    __tablename__ = "predictions"
    label = db.Column(String(20), primary_key=True)
    comment_id = db.Column(db.ForeignKey("comments.id", ondelete="CASCADE"), primary_key=True)
    # Thousandths, 100 to 1000: half the room of a float, and exact in both engines.
    score = db.Column(SmallInteger, nullable=False)
    __table_args__ = (
        Index("ix_predictions_comment", "comment_id"),
        {"sqlite_with_rowid": False},
    )
