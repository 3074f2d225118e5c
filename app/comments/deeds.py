"""One comment of many: what is done to it, and taking that back; what cannot be done is a reason and stops nobody else."""

from contextlib import contextmanager

from sqlalchemy import select

from app.comments.many import VERBS
from app.comments.models import Activity
from app.comments.queries import hold
from app.comments.undo import take_back
from app.extensions import db
from app.lib.errors import Refused


class Deed:
    """What became of one comment: the activity that says so, or why nothing was done."""

    activity, reason = None, ""


@contextmanager
def deed():
    """Go on with the next comment when this one is refused."""
    one = Deed()
    try:
        yield one
    except Refused as refusal:
        one.reason = str(refusal.reason)


def do_to(number, kind, *, by, rule=None, **details):
    """Do to one comment what was chosen for many."""
    with deed() as one:
        one.activity = VERBS[kind].do(hold(number), by=by, rule=rule, **details)
    return one


def undo_on(number, activity_id, *, by):
    """Take it back on one comment where nothing else happened since."""
    with deed() as one:
        comment = hold(number)
        activity = db.session.scalar(select(Activity).where(Activity.id == activity_id))
        if activity and not activity.undone_at:
            one.activity = take_back(comment, activity, by=by)
    return one
