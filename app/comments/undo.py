"""Take back what was just done; every room says here how its own acts are taken back."""

from flask import abort, current_app
from flask_babel import gettext as _

from app.comments.changing import untouched
from app.comments.models import Activity
from app.comments.queries import hold
from app.extensions import db
from app.lib.clock import ago, now
from app.lib.errors import Changed, Refused

WAYS_BACK, OPPOSITES, SOON = {}, {}, set()


def takes_back(*kinds, soon=False):
    """Mark the function that reverses kinds of activity; it gets the comment, the activity and `by`.

    `soon` says that it does so only while what was done has not left us.
    """

    def mark(function):
        WAYS_BACK.update(dict.fromkeys(map(str, kinds), function))
        SOON.update(map(str, kinds) if soon else ())
        return function

    return mark


def opposite_of(kind):
    """Mark `function(comment, *, by)`, the other way round, for when a platform already did what is to be taken back."""

    def mark(function):
        OPPOSITES[str(kind)] = function
        return function

    return mark


def undo(activity_id, *, by):
    """Take back one thing that happened, and give the activity which says so."""
    activity = db.session.get(Activity, activity_id) or abort(404)
    comment = hold(activity.comment_id)
    db.session.refresh(activity)
    check(activity, by)
    return take_back(comment, activity, by=by)


def take_back(comment, activity, *, by):
    """Undo one thing; what a platform already did is done the other way round, where nothing else happened since."""
    try:
        reversal = WAYS_BACK[activity.kind](comment, activity, by=by)
    except Changed:
        raise
    except Refused:
        if activity.kind not in OPPOSITES or not untouched(comment, activity):
            raise
        reversal = OPPOSITES[activity.kind](comment, by=by)
        reversal.details = reversal.details | {"undo_of": activity.id}
    activity.undone_at = now()
    return reversal


def check(activity, by):
    if activity.undone_at:
        raise Refused(_("This was already taken back."))
    if not can_undo(activity, by):
        raise Refused(_("This cannot be taken back."))


def can_take_back(comment, activity, by):
    """Whether the timeline offers to take this back: nothing has become of it since, and it was no taking back itself."""
    if not can_undo(activity, by) or activity.details.get("undo_of"):
        return False
    seconds = current_app.config["UNDO_SECONDS"]
    if activity.kind in SOON and activity.kind not in OPPOSITES:
        return activity.at > ago(seconds=seconds)
    return untouched(comment, activity)


def can_undo(activity, by):
    """Whether someone may take this back: their own act, or a rule's; a lead anybody's."""
    theirs = activity.by_id in (None, by.id) or by.may("lead")
    return bool(theirs and activity.kind in WAYS_BACK and not activity.undone_at)
