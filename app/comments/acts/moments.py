"""The moments a comment can be put off to, as people here say them."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import current_app
from flask_babel import format_datetime
from flask_babel import gettext as _

LATER_HOURS, MORNING, LAST_HOUR = 3, time(9), 20
FURTHEST = timedelta(days=366)
OWN = "own"


def moments(now):
    """What is offered at this moment: {name: (words, aware moment)}; late in the day there is no later today."""
    here = now.astimezone(zone())
    tomorrow = here.date() + timedelta(days=1)
    monday = here.date() + timedelta(days=7 - here.weekday())
    soon = (here + timedelta(hours=LATER_HOURS)).replace(minute=0, second=0, microsecond=0)
    offered = {}
    if soon.date() == here.date() and soon.hour <= LAST_HOUR:
        offered["later"] = (_("later today, %(time)s", time=shown(soon, "HH:mm")), soon)
    at = morning(tomorrow)
    offered["tomorrow"] = (_("tomorrow, %(time)s", time=shown(at, "HH:mm")), at)
    at = morning(monday)
    offered["monday"] = (_("Monday, %(day)s", day=shown(at, "d MMMM, HH:mm")), at)
    return offered


def morning(day):
    return datetime.combine(day, MORNING, zone())


def aware(local):
    """A moment typed on a form, in the time zone of this team."""
    return local.replace(tzinfo=zone())


def shown(moment, pattern):
    return format_datetime(moment, pattern)


def zone():
    return ZoneInfo(current_app.config["TIMEZONE"])
