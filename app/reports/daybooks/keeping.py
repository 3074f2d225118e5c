"""Keeps daybooks true: makes those anew whose comments changed, and finds that all are as they should be."""

from datetime import timedelta

from sqlalchemy import delete, func, select

from app import jobs
from app.comments.models import Comment
from app.extensions import db
from app.jobs import ring
from app.lib.clock import moment_of, now
from app.lib.transaction import looking, transaction
from app.lib.upsert import insert_into
from app.reports.daybooks.book import packed, unpacked
from app.reports.daybooks.building import books
from app.reports.daybooks.models import KeptDay, Mark
from app.reports.daybooks.standing import basis, days_of_hour, hours_of_days, place, zone

AT_ONCE = 20
UNTRUE = (
    ""  # the basis of a day that is being made anew; one that a dead worker left is found by it
)


def recount(most=AT_ONCE, leave=frozenset()):
    """Make some daybooks anew whose comments changed, but those to be left for now; gives the days that were made."""
    with transaction():
        days = take_marks(most, leave)
    if days:
        with looking():
            made = {day: book_of(day) for day in days}
            by = basis()
        with transaction():
            keep(made, by)
    return days


def take_marks(most, leave=frozenset()):
    """The days to make anew. Their marks go first, and what was kept of them counts no more: a change from here on
    leaves a new mark."""
    hours = db.session.scalars(select(Mark.hour).distinct())
    marked = {day for hour in hours for day in days_of_hour(hour)} - leave
    days = sorted(marked, reverse=True)[:most]
    stale = select(KeptDay.day).where(KeptDay.basis != basis()).order_by(KeptDay.day.desc())
    untrue = [day for day in db.session.scalars(stale) if day not in leave and day not in days]
    days = sorted(days + untrue[: most - len(days)])
    drop_marks(days)
    return days


def drop_marks(days):
    """An hour that two days share (a zone of half hours) marks the other day again."""
    low_high = [hours_of_days(day, day + timedelta(days=1)) for day in days]
    beyond = set()
    for low, high in low_high:
        found = db.session.scalars(
            select(Mark.hour).where(Mark.hour >= low, Mark.hour < high)
        ).all()
        beyond |= {hour for hour in found if not set(days_of_hour(hour)) <= set(days)}
        db.session.execute(delete(Mark).where(Mark.hour >= low, Mark.hour < high))
    forget = sorted(set(days) | {day for hour in beyond for day in days_of_hour(hour)})
    for day in forget:
        write(day, UNTRUE, b"")
    db.session.add_all(Mark(hour=hour) for hour in sorted(beyond))


def book_of(day):
    return books([place(day), place(day + timedelta(days=1))])[0]


def keep(made, by):
    """Write down what was made of days that nobody changed meanwhile."""
    for day, book in made.items():
        low, high = hours_of_days(day, day + timedelta(days=1))
        marked = select(Mark.id).where(Mark.hour >= low, Mark.hour < high).limit(1)
        if db.session.scalar(marked) is not None:
            continue
        write(day, by, packed(book))


def write(day, by, data):
    values = {"basis": by, "data": data, "made_at": now()}
    row = insert_into(KeptDay).values(day=day, **values)
    db.session.execute(row.on_conflict_do_update(index_elements=["day"], set_=values))


def ring_for_marked():
    """Wake a worker when days wait to be counted anew."""
    waits = db.session.scalar(select(Mark.id).limit(1)) is not None
    if waits or db.session.scalar(select(KeptDay.day).where(KeptDay.basis != basis()).limit(1)):
        ring(jobs.RECOUNT_DAYS)


def rebuild():
    """Count every day anew; gives how many there are, and the days that were kept and were not right."""
    while recount():
        pass
    first, last = db.session.execute(select(func.min(Comment.id), func.max(Comment.id))).one()
    db.session.rollback()
    if first is None:
        return 0, []
    day, end = (moment_of(number).astimezone(zone()).date() for number in (first, last))
    number, wrong = 0, []
    while day <= end:
        with looking():
            kept, book, by = db.session.get(KeptDay, day), book_of(day), basis()
            differs = kept is not None and kept.basis == by and unpacked(kept.data) != book
            known = kept is not None and kept.basis == by and not differs
        if not known:
            with transaction():
                keep({day: book}, by)
        wrong += [day] if differs else []
        number, day = number + 1, day + timedelta(days=1)
    return number, wrong
