"""The daybooks of a period: those that are kept and still true, and the rest read from the comments."""

from datetime import timedelta
from itertools import groupby

from sqlalchemy import false, select

from app.extensions import db
from app.reports.daybooks.book import unpacked
from app.reports.daybooks.building import books
from app.reports.daybooks.models import KeptDay
from app.reports.daybooks.standing import basis, marked_days


def daybooks(period, condition=None, nothing=False):
    """One daybook for each day of the period, in order; only of the comments that match where a condition is given."""
    if nothing or condition is not None:
        ends = [period.place(day) for day in [*period.days, period.end]]
        return books(ends, false() if nothing else condition)
    found = kept(period)
    for day in marked_days(period.start, period.end):
        found.pop(day, None)
    for missing, run in groupby(period.days, key=lambda day: day not in found):
        if missing:
            days = list(run)
            ends = [period.place(day) for day in days]
            ends.append(period.place(days[-1] + timedelta(days=1)))
            found |= zip(days, books(ends), strict=True)
    return [found[day] for day in period.days]


def kept(period):
    wanted = select(KeptDay.day, KeptDay.data).where(
        KeptDay.day >= period.start, KeptDay.day < period.end, KeptDay.basis == basis()
    )
    return {day: unpacked(data) for day, data in db.session.execute(wanted)}
