"""A level is a name, a query and a time; each comment it finds is due at a moment."""

from sqlalchemy import JSON, String, Text

from app.comments.models import Comment, partial
from app.extensions import BigId, db
from app.lib.clock import UTCDateTime, now
from app.lib.working import read_stretches

COUNTRY = "TN"
# Monday to Friday; nobody has to set anything before the first level holds.
WEEK = ("8:00-17:00",) * 5 + ("", "")


class TeamHours(db.Model):
    """When the team works: one row, kept from the day somebody says otherwise."""

    __tablename__ = "team_hours"
    id = db.Column(db.Integer, primary_key=True)
    # As people type it, a day each from Monday on.
    week = db.Column(JSON, nullable=False, default=lambda: list(WEEK))
    # Whose public holidays are days off; empty for nobody's.
    country = db.Column(String(2), nullable=False, default=COUNTRY)
    # What the library says of these years, kept so that pages need not load it: {"2026-01-01": its name}.
    holidays = db.Column(JSON, nullable=False, default=dict)
    holidays_of = db.Column(String(40), nullable=False, default="")
    # More days off, and public holidays that are worked: ["2026-12-31", …]
    off = db.Column(JSON, nullable=False, default=list)
    worked = db.Column(JSON, nullable=False, default=list)
    # Other hours for a while: [{"name": "Ramadan", "first": "…", "last": "…", "week": […]}]
    seasons = db.Column(JSON, nullable=False, default=list)
    changed_at = db.Column(UTCDateTime, nullable=False, default=now)


class Level(db.Model):
    """Comments that a query finds are answered or decided within a time."""

    __tablename__ = "levels"
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(String(120), nullable=False)
    query = db.Column(Text, nullable=False)
    minutes = db.Column(db.Integer, nullable=False)
    # Some things cannot wait for the morning.
    always = db.Column(db.Boolean, nullable=False, default=False)
    warn_minutes = db.Column(db.Integer, nullable=False, default=60)
    on = db.Column(db.Boolean, nullable=False, default=True)
    made_at = db.Column(UTCDateTime, nullable=False, default=now)
    changed_at = db.Column(UTCDateTime, nullable=False, default=now)
    # A level is put away and never lost: the figures of before still have its name.
    removed_at = db.Column(UTCDateTime)
    # In a level `me` is nobody.
    owner_id = None

    @property
    def seconds(self):
        return self.minutes * 60

    @property
    def warn_after(self):
        """Seconds after which it is told that the moment comes near."""
        return max(0, self.minutes - self.warn_minutes) * 60


class Due(db.Model):
    """When a comment is due by one level, and whether that was kept."""

    __tablename__ = "dues"
    comment_id = db.Column(
        BigId, db.ForeignKey("comments.id", ondelete="CASCADE"), primary_key=True
    )
    level_id = db.Column(
        db.ForeignKey("levels.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    # When the time began to run: it came in, or it was opened again.
    since = db.Column(UTCDateTime, nullable=False)
    due_at = db.Column(UTCDateTime, nullable=False)
    # From when somebody is told that it comes near; none once they were.
    warn_at = db.Column(UTCDateTime)
    # The first answer or decision, and how many minutes it took, by the clock of the level.
    met_at = db.Column(UTCDateTime)
    took = db.Column(db.Integer)
    level = db.relationship(Level)
    comment = db.relationship(Comment, backref=db.backref("dues", passive_deletes=True))
    __table_args__ = (
        partial("ix_dues_waiting", "due_at", "comment_id", where="met_at IS NULL"),
        partial("ix_dues_warn", "warn_at", where="warn_at IS NOT NULL AND met_at IS NULL"),
        partial("ix_dues_open", "comment_id", "due_at", where="met_at IS NULL"),
        {"sqlite_with_rowid": False},
    )

    @property
    def waits(self):
        return self.met_at is None

    @property
    def late(self):
        return self.due_at < (self.met_at or now())


class Recounting(db.Model):
    """Comments are looked at again because a level or the hours changed: from the newest down, in slices."""

    __tablename__ = "due_recountings"
    id = db.Column(BigId, primary_key=True)
    at = db.Column(UTCDateTime, nullable=False, default=now)
    # The next comment to look at lies below this number; none is left where it says zero.
    reached_id = db.Column(BigId, nullable=False)
    low_id = db.Column(BigId, nullable=False)
    seen = db.Column(db.Integer, nullable=False, default=0)
    finished_at = db.Column(UTCDateTime)


def stretches_of(week):
    return tuple(read_stretches(typed) for typed in week)
