"""The trail: everything that happens to a comment, by whom, and when."""

from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum

from app.comments.hooks import tell
from app.comments.models import Activity
from app.extensions import db
from app.lib.live import announce


class Kind(StrEnum):
    """What can happen to a comment; its arrival and triage are told by the comment's own row."""

    REPLIED = "replied"
    REPLY_SENT = "reply-sent"
    REPLY_FAILED = "reply-failed"
    REPLY_UNSURE = "reply-unsure"
    REPLY_TAKEN_BACK = "reply-taken-back"
    REPLY_HELD = "reply-held"
    REPLY_APPROVED = "reply-approved"
    REPLY_YES_TAKEN_BACK = "reply-yes-taken-back"
    REPLY_SENT_BACK = "reply-sent-back"
    NOTED = "noted"
    NOTE_TAKEN_BACK = "note-taken-back"
    TAGGED = "tagged"
    UNTAGGED = "untagged"
    FROM_POST = "from-post"
    FROM_POST_TAKEN_BACK = "from-post-taken-back"
    ASSIGNED = "assigned"
    ESCALATED = "escalated"
    TAKEN = "taken"
    REMINDED = "reminded"
    PASSED_ON = "passed-on"
    SETTLED = "settled"
    ESCALATION_WITHDRAWN = "escalation-withdrawn"
    SNOOZED = "snoozed"
    WOKEN = "woken"
    RESOLVED = "resolved"
    REOPENED = "reopened"
    MARKED_SPAM = "marked-spam"
    UNMARKED_SPAM = "unmarked-spam"
    HIDDEN = "hidden"
    UNHIDDEN = "unhidden"
    REMOVED = "removed"
    REMOVAL_TAKEN_BACK = "removal-taken-back"
    LIKED = "liked"
    UNLIKED = "unliked"
    BANNED = "banned"
    UNBANNED = "unbanned"
    DONE_THERE = "done-there"
    MEASURE_DONE = "measure-done"
    MEASURE_FAILED = "measure-failed"
    EDITED = "edited"
    DELETED = "deleted"
    STATE_CHANGED = "state-changed"
    BROUGHT_BACK = "brought-back"
    CORRECTED = "corrected"
    RAISED = "raised"
    LOWERED = "lowered"
    HELD = "held"
    LOOKED_AT = "looked-at"
    TOLD = "told"
    PROPOSED = "proposed"
    FEEDBACK = "feedback"
    MUTED = "muted"


def record(comment, kind, *, by=None, rule=None, **details):
    """Write down one thing that happened, make the comment's version new, and tell the open screens."""
    comment.version += 1
    activity = Activity(
        comment_id=comment.id,
        kind=str(kind),
        by_id=by.id if by else None,
        rule=rule,
        details=details | (given.get() or {}),
    )
    db.session.add(activity)
    db.session.flush()
    tell(comment, activity)
    announce("comment-changed", [comment.id], version=comment.version)
    return activity


# What every activity recorded meanwhile says besides.
given: ContextVar[dict | None] = ContextVar("given", default=None)


@contextmanager
def together(**details):
    """Let everything recorded inside say that it is part of one act on many."""
    before = given.set((given.get() or {}) | details)
    try:
        yield
    finally:
        given.reset(before)
