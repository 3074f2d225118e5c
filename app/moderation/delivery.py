"""How a measure reaches its platform. Hiding twice is hiding once, so it is tried again until it is done."""

from flask_babel import gettext as _

from app.channels.troubles import trouble, waits
from app.comments.activity import Kind, record
from app.comments.changing import change
from app.comments.queries import get_comment, hold
from app.comments.standing import OPEN
from app.extensions import db
from app.lib.clock import now
from app.lib.errors import HeldBack, PermanentError
from app.lib.live import announce
from app.moderation.actions import DONE, FAILED, SENDING, TAKEN_BACK, WAITING, count_hidden
from app.moderation.families import family_of
from app.moderation.models import Measure

UNTOLD = (WAITING, SENDING)
GONE = ("gone", "deleted")
# The state on the platform that each act is after.
WANTS = {"hide": "hidden", "unhide": "visible", "delete": "deleted"}


def set_off(measure_id):
    """What is to be done on the platform: (comment, act), or None when it is not to be any more."""
    measure = held(measure_id)
    if measure is None or measure.state not in UNTOLD:
        return None
    if overtaken(measure):
        measure.state = TAKEN_BACK
        return None
    channel = measure.comment.channel
    if channel.archived_at:
        raise PermanentError(_("The channel is no longer connected."))
    if channel.not_before and channel.not_before > now():
        raise HeldBack(_("The platform asked for patience."), not_before=channel.not_before)
    measure.state = SENDING
    announce("comment-changed", [measure.comment_id])
    return measure.comment_id, measure.kind


def overtaken(measure):
    """Whether somebody wanted something else since: a late hide must not undo a newer unhide."""
    newer = db.select(Measure.id).where(
        Measure.comment_id == measure.comment_id,
        Measure.id > measure.id,
        Measure.state != TAKEN_BACK,
        Measure.kind.in_(family_of(measure.kind)),
    )
    return db.session.scalar(newer.limit(1)) is not None


def arrived(measure_id, sent):
    """The platform did it, or found that the comment is not even there any more."""
    measure = held(measure_id)
    if measure is None or measure.state != SENDING:
        return
    if sent.state in GONE:
        measure.comment.state = sent.state
    measure.state, measure.failure, measure.done_at = DONE, None, now()
    record(measure.comment, Kind.MEASURE_DONE, measure_id=measure.id, measure=measure.kind)


def stays(measure_id, error):
    """Not this time; the whole channel may have to wait."""
    measure = held(measure_id)
    if measure is None or measure.state != SENDING:
        return
    measure.state, measure.failure = WAITING, str(error)[:2000]
    waits(measure.comment.channel, error, measure.kind)
    announce("comment-changed", [measure.comment_id])


def not_done(comment_id, error, kind):
    """Keep on the channel why its platform would not."""
    trouble(get_comment(comment_id).channel, error, kind)


def failed(measure_id, reason):
    """The platform will not: the comment stands there as it stood, and a person is told."""
    measure = held(measure_id)
    if measure is None or measure.state not in UNTOLD:
        return
    measure.state, measure.failure = FAILED, str(reason)[:2000]
    comment, details = measure.comment, {"measure_id": measure.id, "measure": measure.kind}
    change(comment, Kind.MEASURE_FAILED, as_before(measure), reason=measure.failure, **details)


def as_before(measure):
    """The fields of a comment whose measure failed, where they still are what the measure wanted."""
    comment, wanted = measure.comment, WANTS.get(measure.kind)
    if wanted is None or comment.state != wanted or overtaken(measure):
        return {}
    before = state_before(measure)
    count_hidden(comment, (before == "hidden") - (wanted == "hidden"))
    back = OPEN if comment.status == "done" and not comment.is_spam else {}
    return {"state": before, **back}


def state_before(measure):
    """How the comment stood on its platform when the measure was asked for."""
    for activity in reversed(measure.comment.activities):
        if activity.details.get("measure_id") == measure.id and "before" in activity.details:
            return activity.details["before"].get("state", "visible")
    return "visible"


def held(measure_id):
    """One measure, with its comment locked first, as everybody does; None when both are gone."""
    comment_id = db.session.scalar(db.select(Measure.comment_id).where(Measure.id == measure_id))
    if comment_id is None:
        return None
    hold(comment_id)
    return db.session.get(Measure, measure_id, populate_existing=True)
