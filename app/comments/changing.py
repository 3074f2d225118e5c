"""Change a comment's fields so that the change can be taken back, as long as nobody changed them since."""

from datetime import datetime

from flask_babel import gettext as _

from app.comments.activity import record
from app.extensions import db
from app.lib.errors import Changed

MOMENTS = ("snoozed_until", "resolved_at")


def change(comment, kind, to, /, *, by=None, rule=None, **details):
    """Give fields new values, and keep the old ones with the activity."""
    before = picture(comment, to)
    for name, value in to.items():
        setattr(comment, name, value)
    after = picture(comment, to)
    if "assignee_id" in to:
        db.session.expire(comment, ["assignee"])
    return record(comment, kind, by=by, rule=rule, before=before, after=after, **details)


def restore(comment, activity, kind, *, by=None, **details):
    """Give fields the values from before an activity, and say so as another one."""
    expect_untouched(comment, activity)
    return change(comment, kind, values_before(activity), by=by, undo_of=activity.id, **details)


def expect_untouched(comment, activity):
    """Go on only where nobody changed since what an activity changed."""
    if not untouched(comment, activity):
        words = _("Somebody changed this comment since. Here is how it stands now.")
        raise Changed(words, comment_id=comment.id)


def untouched(comment, activity):
    """Whether the fields still have the values that an activity gave them; a moment is the same in every zone."""
    after = activity.details.get("after") or {}
    return all(getattr(comment, name) == unpacked(name, value) for name, value in after.items())


def values_before(activity):
    before = activity.details["before"]
    return {name: unpacked(name, value) for name, value in before.items()}


def picture(comment, names):
    return {name: packed(getattr(comment, name)) for name in names}


def packed(value):
    return value.isoformat() if isinstance(value, datetime) else value


def unpacked(name, value):
    return datetime.fromisoformat(value) if value and name in MOMENTS else value
