"""What a rule may ask for besides the acts of a moderator: to be seen first, to be held back, to be told of."""

from flask_babel import gettext as _

from app.comments.activity import Kind, record
from app.comments.changing import change, restore
from app.comments.undo import takes_back
from app.lib.errors import Refused

HELD = {"status": "held", "snoozed_until": None, "resolved_at": None}


def raise_priority(comment, *, by, rule=None):
    """The comment is to be seen first, whatever the classifier thinks."""
    if comment.priority:
        raise Refused(_("This comment is already to be seen first."))
    comment.reasons = with_word(comment, True)
    return change(comment, Kind.RAISED, {"priority": True}, by=by, rule=rule)


def hold_back(comment, *, by, rule=None):
    """Nobody outside reads it and it waits in no queue, until a person has looked."""
    if comment.status == "held" or comment.gone:
        raise Refused(_("This comment is already held back."))
    return change(comment, Kind.HELD, HELD, by=by, rule=rule)


def leave_apart(comment, *, by):
    """A person looked at what a rule held back or hid, and leaves it as it is."""
    return record(comment, Kind.LOOKED_AT, by=by)


def tell_of(comment, *, to, rule):
    """Somebody is written to about this comment, with the others of the same rule."""
    return record(comment, Kind.TOLD, rule=rule, to_id=to.id, to=to.called)


@takes_back(Kind.RAISED)
def take_back_raising(comment, activity, *, by):
    back = restore(comment, activity, Kind.LOWERED, by=by)
    comment.reasons = with_word(comment, None)
    return back


@takes_back(Kind.HELD)
def take_back_holding(comment, activity, *, by):
    return restore(comment, activity, Kind.REOPENED, by=by)


def with_word(comment, priority):
    """The reasons of a comment with this word on its priority, which judging it anew leaves alone."""
    reasons = dict(comment.reasons or {})
    said = {
        name: value for name, value in (reasons.get("said") or {}).items() if name != "priority"
    }
    reasons["said"] = said if priority is None else said | {"priority": priority}
    return reasons
