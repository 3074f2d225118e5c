"""Take back what was just done; every room says here how its own acts are taken back."""

from flask import abort
from flask_babel import gettext as _

from app.comments.models import Activity
from app.comments.queries import hold
from app.extensions import db
from app.lib.clock import now
from app.lib.errors import Refused

WAYS_BACK = {}


def takes_back(*kinds):
    """Mark the function that reverses kinds of activity; it gets the comment, the activity and `by`."""

    def mark(function):
        WAYS_BACK.update(dict.fromkeys(map(str, kinds), function))
        return function

    return mark


def undo(activity_id, *, by):
    """Take back one thing that happened, and give the activity which says so."""
    activity = db.session.get(Activity, activity_id) or abort(404)
    comment = hold(activity.comment_id)
    db.session.refresh(activity)
    check(activity, by)
    reversal = WAYS_BACK[activity.kind](comment, activity, by=by)
    activity.undone_at = now()
    return reversal


def check(activity, by):
    if activity.undone_at:
        raise Refused(_("This was already taken back."))
    if not can_undo(activity, by):
        raise Refused(_("This cannot be taken back."))


def can_undo(activity, by):
    """Whether someone may take this back: their own act, or a rule's; a lead anybody's."""
    theirs = activity.by_id in (None, by.id) or by.may("lead")
    return bool(theirs and activity.kind in WAYS_BACK and not activity.undone_at)
