"""Where a list is read from: index rows that name comments in the order of time."""

from dataclasses import dataclass

from sqlalchemy import literal_column, select
from sqlalchemy.sql.expression import FromClause

from app.comments.models import Comment

STATUSES = ("open", "snoozed", "done", "held")
ROWS = Comment.__table__.alias("lead")


@dataclass(frozen=True)
class Arm:
    """One stretch of one index: its rows stand in the order of the comment ids in it."""

    table: FromClause
    id: object
    where: tuple = ()
    doubled: bool = False  # whether it may name a comment twice

    def ids(self, low, high):
        """The ids of this stretch, newest first."""
        found = (
            select(self.id).select_from(self.table).where(*self.where, *between(self.id, low, high))
        )
        return (found.distinct() if self.doubled else found).order_by(self.id.desc())


@dataclass(frozen=True)
class Side:
    """Where a list can be read from: stretches that together hold every match, and the parts they settle."""

    arms: tuple
    settles: tuple = ()

    @property
    def beside(self):
        """Whether it is one stretch of another table, each row of which names a comment once."""
        return len(self.arms) == 1 and self.arms[0].table is not ROWS and not self.arms[0].doubled


def between(column, low, high):
    """Conditions that keep an id from `low` up to, not including, `high`."""
    if low is not None:
        yield column >= low
    if high is not None:
        yield column < high


def listed(*where):
    """Comments by an index of theirs that ends in the id; none but the whole list without conditions."""
    return (Arm(ROWS, ROWS.c.id, where),)


def flagged(condition, *more):
    """Comments of a partial index; the condition stands word for word as in the index."""
    return listed(literal_column(f"lead.{condition}"), *more)


def by_status(statuses, *more):
    """Comments of an index in which the status comes before the id: one stretch for each status."""
    return tuple(arm for status in statuses for arm in listed(*more, ROWS.c.status == status))


def rows_of(model, *where, doubled=False):
    """Rows of another table that each name a comment."""
    table = model.__table__.alias("lead")
    conditions = tuple(condition(table.c) for condition in where)
    return (Arm(table, table.c.comment_id, conditions, doubled),)
