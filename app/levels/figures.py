"""How promises were kept over some comments: counted by the database, a line for each minute it took."""

from collections import defaultdict
from dataclasses import dataclass, field

from sqlalchemy import case, func, select

from app.comments.models import Comment
from app.extensions import db
from app.levels.models import Due, Level
from app.lib.clock import now


@dataclass
class Kept:
    """Of one level: how many were due until now, how many in time, how many wait past their moment, how long each took."""

    name: str
    due: int = 0
    in_time: int = 0
    waiting: int = 0
    minutes: dict = field(default_factory=lambda: defaultdict(int))

    @property
    def share(self):
        return self.in_time / self.due if self.due else None

    def within(self, share):
        """The minutes that such a share of the answered ones stayed within; none where nothing was answered."""
        left = -(-round(share * 1000) * sum(self.minutes.values()) // 1000)
        for minutes, count in sorted(self.minutes.items()):
            left -= count
            if left <= 0:
                return minutes
        return None


def kept(low, high, found=None):
    """[Kept] of each level over the comments from one number up to, not including, another; `found` narrows them down."""
    late = (Due.met_at.is_(None)) | (Due.met_at > Due.due_at)
    outcome = case((Due.met_at.is_(None), "waiting"), (late, "late"), else_="kept")
    wanted = select(Due.level_id, outcome, Due.took, func.count())
    wanted = wanted.where(Due.comment_id >= low, Due.comment_id < high)
    # What is not due yet is neither kept nor broken.
    wanted = wanted.where(Due.met_at.is_not(None) | (Due.due_at < now()))
    if found is not None:
        wanted = wanted.join(Comment, Comment.id == Due.comment_id).where(found)
    counted = {}
    for level_id, how, took, count in db.session.execute(
        wanted.group_by(Due.level_id, outcome, Due.took)
    ):
        one = counted.setdefault(level_id, Kept(""))
        one.due += count
        one.in_time += count * (how == "kept")
        one.waiting += count * (how == "waiting")
        if took is not None:
            one.minutes[took] += count
    names = (
        select(Level.id, Level.name).where(Level.id.in_(counted)).order_by(Level.minutes, Level.id)
    )
    return [named(counted[number], name) for number, name in db.session.execute(names)]


def named(one, name):
    one.name = name
    return one


def together(all_of_them):
    """The same of several levels at once."""
    return Kept(
        "",
        sum(one.due for one in all_of_them),
        sum(one.in_time for one in all_of_them),
        sum(one.waiting for one in all_of_them),
    )
