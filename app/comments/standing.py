"""Where a comment stands in the inbox: the values of its fields when it is in the queue, and when it left."""

from app.lib.clock import now

OPEN = {"status": "open", "snoozed_until": None, "resolved_at": None}


def done():
    """The fields of a comment that leaves the queue now."""
    return {"status": "done", "snoozed_until": None, "resolved_at": now()}
