"""When a comment is due by a level, and whether it is still waited for: arithmetic, no database."""

from app.lib.clock import now
from app.lib.working import add_working, working_seconds

SEEN = ("visible", "pending")


def settled_at(row):
    """When a comment was first answered or decided; none while it waits."""
    if row.answered_at:
        return row.answered_at
    if row.status == "done" or row.is_spam or row.state not in SEEN:
        return row.resolved_at or now()
    return None


def moments(level, start, hours):
    """(when it is due, from when to warn)"""
    return (
        add_working(start, level.seconds, hours),
        add_working(start, level.warn_after, hours),
    )


def minutes_taken(start, end, hours):
    return max(0, working_seconds(start, end, hours) // 60)
