"""Look at what waits again because a level or the hours changed: from the newest down, in slices, so that nobody is held up."""

from sqlalchemy import delete, select

from app.comments.models import Comment
from app.extensions import db
from app.levels.models import Due, Level, Recounting
from app.lib.clock import now
from app.lib.live import announce
from app.timing.actions import learn_holidays
from app.timing.marking import mark

AT_ONCE = 300
WAITING = ("open", "snoozed", "held")


def recount_slice(number):
    """Look at the next comments of a recounting; says whether more wait."""
    row = db.session.get(Recounting, number)
    if row is None or row.finished_at:
        return False
    if not row.seen:
        learn_holidays()
        drop_what_no_level_holds()
    numbers = below(row)
    mark(numbers)
    row.seen += len(numbers)
    if len(numbers) == AT_ONCE:
        row.reached_id = numbers[-1]
        return True
    row.finished_at = now()
    announce("comment-changed", [])
    return False


def below(row):
    """The next comments that wait, each status in the index of its own."""
    found = []
    for status in WAITING:
        wanted = select(Comment.id).where(
            Comment.status == status, Comment.id < row.reached_id, Comment.id >= row.low_id
        )
        found += db.session.scalars(wanted.order_by(Comment.id.desc()).limit(AT_ONCE))
    return sorted(found, reverse=True)[:AT_ONCE]


def drop_what_no_level_holds():
    """Nothing is due by a level that was put away or switched off; what was kept or missed stays counted."""
    gone = select(Level.id).where(Level.on.is_(False))
    waiting = delete(Due).where(Due.level_id.in_(gone), Due.met_at.is_(None))
    db.session.execute(waiting.execution_options(synchronize_session=False))
