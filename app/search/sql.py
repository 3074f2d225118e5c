"""Finds the comments of a query: a page of ids, how many there are, which of some match."""

from heapq import merge
from itertools import groupby, islice

from sqlalchemy import any_, bindparam, func, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.selectable import Join

from app.comments.models import Comment
from app.extensions import BigId, db
from app.search.asking import ask
from app.search.leads import Side, between, listed
from app.search.plan import plan
from app.search.words import on_sqlite

COMMENTS = Comment.__table__
# How far along each side one looks to tell which is the rarest here.
REACH = 400


def select_ids(query, user=None, *, before=None, limit=50, asking=None):
    """The ids of the newest comments that match, from the id `before` back, newest first."""
    asking = asking or ask(query, user)
    wanted = plan(query, asking, before)
    pages = [run(found.limit(limit)) for found in statements(wanted)]
    newest_first = merge(*pages, reverse=True) if len(pages) > 1 else pages[0]
    return [number for number, _same in islice(groupby(newest_first), limit)]


def count(query, user=None, *, cap=1000, asking=None):
    """How many comments match, counted up to one more than `cap`."""
    asking = asking or ask(query, user)
    found = statements(plan(query, asking))
    if len(found) > 1:
        return len(select_ids(query, limit=cap + 1, asking=asking))
    some = found[0].order_by(None).limit(cap + 1).subquery()
    return db.session.scalar(select(func.count()).select_from(some))


def among(query, ids, user=None, *, asking=None):
    """Which of these comments match, as a set."""
    asking = asking or ask(query, user)
    return set(run(these(ids).where(*plan(query, asking).where()))) if ids else set()


def statements(wanted):
    """One statement for each stretch of the side that the list is read from."""
    if on_sqlite():
        side = rarest(wanted.sides or (Side(listed()),), wanted)
        return [led(arm, side, wanted) for arm in side.arms]
    # PostgreSQL's planner knows the sizes, but not that two tables end at the same id.
    beside = [side for side in wanted.sides if side.beside]
    if beside:
        side = rarest(beside, wanted)
        return [led(side.arms[0], side, wanted)]
    found = select(COMMENTS.c.id).where(
        *wanted.where(), *between(COMMENTS.c.id, wanted.low, wanted.high)
    )
    return [found.order_by(COMMENTS.c.id.desc())]


def led(arm, side, wanted):
    """The comments of a stretch that match, newest first."""
    found = select(arm.id).select_from(Led(arm.table, COMMENTS, COMMENTS.c.id == arm.id))
    # the ends are said of both tables, because no planner carries them over
    ends = [
        limit for ids in (arm.id, COMMENTS.c.id) for limit in between(ids, wanted.low, wanted.high)
    ]
    found = found.where(*arm.where, *ends, *wanted.where(side))
    return (found.distinct() if arm.doubled else found).order_by(arm.id.desc())


def rarest(sides, wanted):
    """The side whose rows lie furthest apart from here on back: it has the fewest to look at."""
    return min(sides, key=lambda side: reached(side, wanted)) if len(sides) > 1 else sides[0]


def reached(side, wanted):
    """The id that one arrives at along a side; 0 when it ends before."""
    furthest = 0
    for arm in side.arms:
        along = arm.ids(wanted.low, wanted.high).offset(REACH // len(side.arms)).limit(1)
        furthest = max(furthest, db.session.scalar(along) or 0)
    return furthest


def these(ids):
    """Comments by their ids, whatever else is asked of them."""
    if not on_sqlite():
        kept = bindparam("ids", list(ids), type_=ARRAY(BigId))
        return select(COMMENTS.c.id).where(COMMENTS.c.id == any_(kept))
    asked = func.json_each(f"[{','.join(map(str, ids))}]").table_valued("value").alias("lead")
    return select(COMMENTS.c.id).select_from(Led(asked, COMMENTS, COMMENTS.c.id == asked.c.value))


def run(statement):
    return db.session.scalars(statement).all()


class Led(Join):
    """A join whose left side leads: SQLite would otherwise guess, without knowing how many rows there are."""

    inherit_cache = True


@compiles(Led)
def write_led(join, compiler, asfrom=False, **more):
    left = compiler.process(join.left, asfrom=True, **more)
    right = compiler.process(join.right, asfrom=True, **more)
    joint = "CROSS JOIN" if compiler.dialect.name == "sqlite" else "JOIN"
    return f"{left} {joint} {right} ON {compiler.process(join.onclause, **more)}"
