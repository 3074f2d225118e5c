"""Write down when comments are due, and that they were answered: as they are triaged and changed, as part of the change."""

from datetime import timedelta

from sqlalchemy import event, select
from sqlalchemy.orm import selectinload

from app.classifier.in_force import judged_by
from app.classifier.thresholds.queries import chosen
from app.comments.activity import Kind
from app.comments.hooks import hears, hears_lots, hears_triaged
from app.comments.models import Comment
from app.extensions import db
from app.levels.counting import minutes_taken, moments, settled_at
from app.levels.hours import always, current_hours
from app.levels.models import Due
from app.levels.queries import levels_in_force
from app.lib.bulk import among
from app.lib.clock import now
from app.lib.upsert import insert_into
from app.search.matches import matches
from app.search.preparing import prepared

# An archive that is brought in promises nothing to anybody.
OLD = timedelta(days=7)


@hears_triaged
def mark(numbers):
    """Look at comments again, in few statements whatever their number."""
    look = Look.begin() if numbers else None
    if look is None:
        return
    wanted = select(Comment).where(among(Comment.id, numbers)).order_by(Comment.id)
    wanted = wanted.options(*look.needs, selectinload(Comment.dues))
    for comment in db.session.scalars(wanted.execution_options(populate_existing=True)).all():
        look.at(comment)
    look.write_down()


@hears
def mark_one(comment, activity):
    """Somebody did something to a comment. Of what is done to many the last word is looked at, once."""
    if activity.details.keys() & {"batch", "wave", "rule_id"}:
        db.session.info.setdefault("to_mark", set()).add(comment.id)
        return
    if look := Look.begin():
        reopened = activity.kind == Kind.REOPENED and "undo_of" not in activity.details
        look.at(comment, anew=reopened)
        look.write_down()
        db.session.expire(comment, ["dues"])


@hears_lots
def mark_lot(numbers, kind, by):
    db.session.info.setdefault("to_mark", set()).update(numbers)


@event.listens_for(db.session, "before_commit")
def mark_what_changed(session):
    """Everything that acts on many touched in this transaction, at once."""
    if not session.in_nested_transaction() and (numbers := session.info.pop("to_mark", None)):
        mark(sorted(numbers))


@event.listens_for(db.session, "after_rollback")
def forget(session):
    session.info.pop("to_mark", None)


class Look:
    """One look at some comments by all levels that hold."""

    def __init__(self, levels):
        self.levels = levels
        self.thresholds = chosen()
        with judged_by(self.thresholds):
            self.ready, self.needs = prepared(levels)
        self.team, self.clock = current_hours(), always()
        self.rows = []

    @classmethod
    def begin(cls):
        """None where there is no level: then nothing is due, and nothing is looked at."""
        levels = levels_in_force()
        return cls(levels) if levels else None

    def hours(self, level):
        return self.clock if level.always else self.team

    def at(self, comment, anew=False):
        settled, kept = settled_at(comment), {due.level_id: due for due in comment.dues}
        if settled:
            self.settle(kept.values(), settled)
            return
        found = set() if is_none_of_ours(comment) else self.found(comment)
        for level in self.levels:
            if level.id in found:
                self.wait(comment, level, kept.get(level.id), anew)
        for due in kept.values():
            if due.level_id not in found and due.waits:
                db.session.delete(due)

    def found(self, comment):
        with judged_by(self.thresholds):
            return {
                level.id
                for level, query, asking in self.ready
                if matches(query, comment, asking=asking)
            }

    def settle(self, dues, at):
        for due in dues:
            if due.waits:
                due.met_at = at
                due.took = minutes_taken(due.since, at, self.hours(due.level))

    def wait(self, comment, level, due, anew):
        """Due as the level says today; what was settled and is open again counts from now, unless that was a slip."""
        since = now() if anew else due.since if due else comment.received_at
        due_at, warn_at = moments(level, since, self.hours(level))
        if due and due.waits and due.due_at == due_at:
            return
        self.rows.append(
            {"comment_id": comment.id, "level_id": level.id, "since": since, "due_at": due_at, "warn_at": warn_at}
        )  # fmt: skip

    def write_down(self):
        db.session.flush()
        if not self.rows:
            return
        new = insert_into(Due)
        again = {name: new.excluded[name] for name in ("since", "due_at", "warn_at")}
        statement = new.on_conflict_do_update(
            index_elements=["comment_id", "level_id"], set_=again | {"met_at": None, "took": None}
        )
        db.session.execute(statement, self.rows)


def is_none_of_ours(comment):
    return comment.by_us or comment.received_at - comment.created_at > OLD
