"""Hundreds of comments changed with a few statements, each with the activity, the version and the way back of a single act."""

from collections import defaultdict

from flask_babel import gettext as _
from sqlalchemy import insert, select, update

from app.comments.activity import given
from app.comments.changing import packed, picture, unpacked, untouched
from app.comments.hooks import tell_lot
from app.comments.models import Activity, Comment
from app.extensions import db
from app.lib.bulk import among
from app.lib.live import MOST as MOST_NAMED
from app.lib.live import announce

COMMENTS, ACTIVITIES = Comment.__table__, Activity.__table__
HELD = tuple(
    COMMENTS.c[name]
    for name in (
        "id", "channel_id", "author_id", "state", "status", "snoozed_until", "resolved_at", "assignee_id",
        "is_spam", "by_us", "can_reply", "can_hide", "can_delete", "extra",
    )
)  # fmt: skip


class Lot:
    """Some comments that nobody else can change until this ends: what becomes of each, and which were refused and why."""

    def __init__(self, numbers, *, by, rule=None):
        self.by, self.rule = by, rule
        wanted = select(*HELD).where(among(COMMENTS.c.id, numbers)).order_by(COMMENTS.c.id)
        found = db.session.execute(wanted.with_for_update())
        self.rows = {row.id: row for row in found}
        self.refused, self.activities, self.singly = {}, {}, set()

    @property
    def open(self):
        """Those of which nothing has become yet."""
        settled = self.refused.keys() | self.activities.keys() | self.singly
        return {number: row for number, row in self.rows.items() if number not in settled}

    def refuse(self, is_so, reason):
        """Leave alone those of which something is so, and keep why."""
        for number, row in self.open.items():
            if is_so(row):
                self.refused[number] = str(reason)

    def refuse_changed(self, activities):
        """Leave alone what somebody changed since: the fields no longer hold what an activity gave them."""

        def changed(row):
            return not untouched(row, activities[row.id])

        self.refuse(changed, _("Somebody changed this comment since."))

    def leave(self, is_so):
        """Those that have to be done one by one, because more than the database is asked."""
        self.singly |= {number for number, row in self.open.items() if is_so(row)}

    def change(self, kind, to, told=None):
        """Give all that are left new values, the old ones kept with each activity."""
        after = {name: packed(value) for name, value in to.items()}
        told = told or (lambda row: {})
        rows = self.open
        self.write(rows, to)
        pictures = {number: picture(row, to) for number, row in rows.items()}
        self.record(
            kind, rows, lambda row: {"before": pictures[row.id], "after": after, **told(row)}
        )

    def restore(self, kind, activities, told=None):
        """Give all that are left the values from before an activity, those that share them together."""
        told = told or (lambda row: {})
        rows, groups = self.open, defaultdict(list)
        for number in rows:
            before = activities[number].details["before"]
            groups[tuple(sorted(before.items()))].append(number)
        for before, numbers in groups.items():
            values = {name: unpacked(name, value) for name, value in before}
            self.write(numbers, values)

        def pictures(row):
            was = activities[row.id]
            before, after = was.details["after"], was.details["before"]
            return {"before": before, "after": after, "undo_of": was.id, **told(row)}

        self.record(kind, rows, pictures)

    def note(self, kind, told):
        """Say of all that are left that something happened which changes none of their own fields."""
        self.write(self.open, {})
        self.record(kind, self.open, told)

    def write(self, numbers, to):
        if numbers:
            newer = update(COMMENTS).values(**to, version=COMMENTS.c.version + 1)
            db.session.execute(newer.where(among(COMMENTS.c.id, list(numbers))))

    def record(self, kind, rows, told):
        """One activity each, told once to who hears of lots and to the open screens."""
        if not rows:
            return
        besides, whose = given.get() or {}, self.by.id if self.by else None
        values = [
            {"comment_id": number, "kind": str(kind), "by_id": whose, "rule": self.rule,
             "details": told(row) | besides}
            for number, row in rows.items()
        ]  # fmt: skip
        made = insert(ACTIVITIES).returning(ACTIVITIES.c.comment_id, ACTIVITIES.c.id)
        found = db.session.connection().execute(made, values)
        self.activities |= dict(found.all())
        db.session.expire_all()
        tell_lot(list(rows), kind, self.by)
        # Too many to name: every screen looks again.
        announce("comment-changed", rows if len(rows) <= MOST_NAMED else [])
