"""The hours and days in which letters wait, by the clock of the team."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from flask import current_app

# Minutes in which what follows joins the same letter, and in which a slip can be taken back.
GATHERED = timedelta(minutes=2)
WEEKEND = (5, 6)


def letters_leave_at(wishes, at):
    """Shortly, or at the end of the quiet hours and of a quiet weekend."""
    return after_quiet(wishes, at + GATHERED)


def after_quiet(wishes, at):
    """This moment, or the end of the quiet hours or the quiet weekend that it falls into."""
    leaves = at.astimezone(ZoneInfo(current_app.config["TIMEZONE"]))
    if is_quiet(leaves.hour, wishes.quiet_from, wishes.quiet_to):
        end = leaves.replace(hour=wishes.quiet_to, minute=0, second=0, microsecond=0)
        leaves = end if end > leaves else end + timedelta(days=1)
    while wishes.quiet_weekends and leaves.weekday() in WEEKEND:
        hour = wishes.quiet_to if wishes.quiet_from != wishes.quiet_to else 7
        leaves = (leaves + timedelta(days=1)).replace(hour=hour, minute=0, second=0, microsecond=0)
    return leaves


def is_quiet(hour, start, end):
    if start == end:
        return False
    return start <= hour < end if start < end else hour >= start or hour < end
