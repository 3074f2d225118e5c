"""The hours in which letters wait."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from flask import current_app


def letters_leave_at(watch, at):
    """Now, or at the end of the quiet hours; what is urgent never waits."""
    if watch.urgent or watch.quiet_from == watch.quiet_to:
        return at
    here = at.astimezone(ZoneInfo(current_app.config["TIMEZONE"]))
    if not is_quiet(here.hour, watch.quiet_from, watch.quiet_to):
        return at
    end = here.replace(hour=watch.quiet_to, minute=0, second=0, microsecond=0)
    return end if end > here else end + timedelta(days=1)


def is_quiet(hour, start, end):
    return start <= hour < end if start < end else hour >= start or hour < end
