"""The daybooks of a period: those that are kept and still true, and the rest read from the comments."""

from sqlalchemy import false

from app.reports.daybooks.building import books


def daybooks(period, condition=None, nothing=False):
    """One daybook for each day of the period, in order."""
    ends = [period.place(day) for day in [*period.days, period.end]]
    return books(ends, false() if nothing else condition)
