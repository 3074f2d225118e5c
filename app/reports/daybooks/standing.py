"""By what daybooks are made, and which days the marked hours touch."""

import hashlib
import json
from datetime import datetime, time
from zoneinfo import ZoneInfo

from flask import current_app
from sqlalchemy import select

from app.extensions import db
from app.levels.hours import team_hours
from app.lib.clock import microseconds, moment_of
from app.reports.daybooks.marking import HOUR
from app.reports.daybooks.models import Mark
from app.search.qualifiers.labels import every_sure

SHAPE = 2  # to be raised whenever building.py counts by something new


def zone():
    return ZoneInfo(current_app.config["TIMEZONE"])


def place(day):
    """The number of the first comment of a day."""
    return microseconds(datetime.combine(day, time(), zone()))


def basis():
    """What every daybook of now is made by; one of another basis is not to be trusted."""
    told = [SHAPE, str(zone()), every_sure(), hours_of_work()]
    return hashlib.sha1(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()


def hours_of_work():
    """What the working hours are reckoned by."""
    kept = team_hours()
    return [kept.week, kept.off, kept.worked, kept.seasons, kept.holidays]


def days_of_hour(hour):
    """The day, or the two, that an hour lies in."""
    first = moment_of(hour * HOUR).astimezone(zone()).date()
    last = moment_of((hour + 1) * HOUR - 1).astimezone(zone()).date()
    return (first,) if first == last else (first, last)


def hours_of_days(start, end):
    """The hours that touch the days from one up to, not including, another."""
    return place(start) // HOUR, -(-place(end) // HOUR)


def marked_days(start, end):
    """The days of a stretch of which something changed."""
    low, high = hours_of_days(start, end)
    hours = db.session.scalars(
        select(Mark.hour).where(Mark.hour >= low, Mark.hour < high).distinct()
    )
    return {day for hour in hours for day in days_of_hour(hour)}
