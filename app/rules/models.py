"""A rule is a query and its effects; everything it did is a row, so that it can be counted and taken back."""

from sqlalchemy import JSON, Date, Index, String, Text, UniqueConstraint

from app.comments.models import Comment, partial
from app.extensions import BigId, db
from app.lib.clock import UTCDateTime, now

# What became of one effect: done, nothing (there was nothing to do), or kept (kept from hiding what is civil).
DONE, NOTHING, KEPT = "done", "nothing", "kept"


class Rule(db.Model):
    """Looks at what arrives: what its query finds, its effects are done to."""

    __tablename__ = "rules"
    id = db.Column(db.Integer, primary_key=True)
    # The trail names a rule, so no two have had the same name.
    name = db.Column(String(120), nullable=False)
    key = db.Column(String(120), nullable=False, unique=True)
    query = db.Column(Text, nullable=False)
    # What it asks for: [{"do": "tag", "tags": ["eau"]}, …]
    effects = db.Column(JSON, nullable=False, default=list)
    place = db.Column(db.Integer, nullable=False, default=0)
    stop = db.Column(db.Boolean, nullable=False, default=False)
    on = db.Column(db.Boolean, nullable=False, default=False)
    expires_at = db.Column(UTCDateTime)
    owner_id = db.Column(db.ForeignKey("users.id", ondelete="SET NULL"), index=True)
    made_at = db.Column(UTCDateTime, nullable=False, default=now)
    changed_at = db.Column(UTCDateTime, nullable=False, default=now)
    # A rule is put away and never lost: what it did still has its name.
    removed_at = db.Column(UTCDateTime)
    # The last time it failed at a comment; the others went on.
    error = db.Column(String(400))
    error_at = db.Column(UTCDateTime)
    error_comment_id = db.Column(BigId)
    # What it would have caught, of the query it was tried with.
    tried = db.Column(JSON(none_as_null=True))
    tried_query = db.Column(Text)
    owner = db.relationship("User")

    @property
    def expired(self):
        return bool(self.expires_at and self.expires_at <= now())

    @property
    def looks(self):
        """Whether what arrives now is looked at by it."""
        return self.on and not self.expired and not self.removed_at


class RuleAct(db.Model):
    """One effect of a rule on one comment: it is done once, whoever dies midway, and never again after a person took it back."""

    __tablename__ = "rule_acts"
    id = db.Column(BigId, primary_key=True)
    rule_id = db.Column(db.ForeignKey("rules.id", ondelete="CASCADE"), nullable=False)
    comment_id = db.Column(
        db.ForeignKey("comments.id", ondelete="CASCADE"), nullable=False, index=True
    )
    effect = db.Column(String(12), nullable=False)
    outcome = db.Column(String(8), nullable=False)
    activity_id = db.Column(db.ForeignKey("activities.id", ondelete="SET NULL"), index=True)
    at = db.Column(UTCDateTime, nullable=False, default=now)
    # Hiding, holding back and spam: what nobody reads because a machine said so.
    withholds = db.Column(db.Boolean, nullable=False, default=False)
    # No person has looked yet at what was withheld.
    waits = db.Column(db.Boolean, nullable=False, default=False)
    # As they were then: by these the month is told.
    lang = db.Column(String(8), nullable=False, default="")
    labels = db.Column(String(120), nullable=False, default="")
    # When a person took it back.
    reversed_at = db.Column(UTCDateTime)
    rule = db.relationship(Rule)
    comment = db.relationship(Comment, backref=db.backref("rule_acts", passive_deletes=True))
    __table_args__ = (
        UniqueConstraint("rule_id", "comment_id", "effect"),
        Index("ix_rule_acts_rule", "rule_id", "id"),
        partial("ix_rule_acts_withheld", "at", where="withholds"),
        partial("ix_rule_acts_waiting", "comment_id", where="waits"),
    )


class RuleDay(db.Model):
    """How many comments a rule met on one day, how many it was kept from hiding, how often people took its acts back."""

    __tablename__ = "rule_days"
    rule_id = db.Column(db.ForeignKey("rules.id", ondelete="CASCADE"), primary_key=True)
    day = db.Column(Date, primary_key=True)
    hits = db.Column(db.Integer, nullable=False, default=0)
    kept = db.Column(db.Integer, nullable=False, default=0)
    reversed = db.Column(db.Integer, nullable=False, default=0)
    __table_args__ = ({"sqlite_with_rowid": False},)


class RuleUndoing(db.Model):
    """Somebody takes back what a rule did since a moment, in slices, newest first."""

    __tablename__ = "rule_undoings"
    id = db.Column(BigId, primary_key=True)
    rule_id = db.Column(db.ForeignKey("rules.id", ondelete="CASCADE"), nullable=False, index=True)
    by_id = db.Column(db.ForeignKey("users.id", ondelete="SET NULL"), index=True)
    at = db.Column(UTCDateTime, nullable=False, default=now)
    # The acts between these two numbers; the upper one comes down as they are taken back.
    low_id = db.Column(BigId, nullable=False)
    reached_id = db.Column(BigId, nullable=False)
    total = db.Column(db.Integer, nullable=False)
    undone = db.Column(db.Integer, nullable=False, default=0)
    # Left as they are: somebody else did something since, or it cannot be taken back.
    left = db.Column(db.Integer, nullable=False, default=0)
    finished_at = db.Column(UTCDateTime)
    rule = db.relationship(Rule)
    by = db.relationship("User")
