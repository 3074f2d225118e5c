"""Delete a comment on its platform, like it, keep its author out: only where the platform does it for us."""

from flask_babel import gettext as _

from app.comments.activity import Kind, record
from app.comments.changing import change, restore
from app.comments.standing import done
from app.comments.undo import opposite_of, takes_back
from app.connectors.contract import Can
from app.extensions import db
from app.lib.errors import Refused
from app.moderation.actions import HERE, WAITING, ask, said, take_back
from app.moderation.models import Measure
from app.moderation.offering import offered

TRAIL = {
    Can.LIKE: Kind.LIKED,
    Can.UNLIKE: Kind.UNLIKED,
    Can.BAN: Kind.BANNED,
    Can.UNBAN: Kind.UNBANNED,
}


def act(comment, kind, *, by, reason="", rule=None):
    """Do one of the acts that are offered on this comment now; it leaves after the undo window."""
    if kind not in offered(comment):
        raise Refused(_("The platform cannot do this for us, or it is done already."))
    measure = ask(comment, kind, by=by, reason=reason, rule=rule)
    if kind == Can.DELETE:
        to = {"state": "deleted", **done()}
        return change(comment, Kind.REMOVED, to, by=by, rule=rule, **said(measure))
    return record(comment, TRAIL[kind], by=by, rule=rule, **said(measure))


def done_there(comment, *, by):
    """A person did on the platform's own page what cannot be done from here."""
    to = {} if comment.status == "done" else done()
    return change(comment, Kind.DONE_THERE, to, by=by)


@takes_back(Kind.REMOVED, soon=True)
def take_back_removal(comment, activity, *, by):
    measure = untold(activity)
    return restore(comment, activity, Kind.REMOVAL_TAKEN_BACK, by=by, **said(measure))


@takes_back(Kind.LIKED, soon=True)
def take_back_like(comment, activity, *, by):
    return record(comment, Kind.UNLIKED, by=by, undo_of=activity.id, **said(untold(activity)))


@takes_back(Kind.BANNED, soon=True)
def take_back_ban(comment, activity, *, by):
    return record(comment, Kind.UNBANNED, by=by, undo_of=activity.id, **said(untold(activity)))


@opposite_of(Kind.LIKED)
def like_no_more(comment, *, by):
    return act(comment, Can.UNLIKE, by=by)


@opposite_of(Kind.BANNED)
def let_back_in(comment, *, by):
    return act(comment, Can.UNBAN, by=by)


def untold(activity):
    """The measure of an activity, taken back in time."""
    measure = db.session.get(Measure, activity.details["measure_id"], with_for_update=True)
    if measure is None or measure.state not in (WAITING, HERE):
        raise Refused(_("The platform was already told. Do the opposite instead."))
    return take_back(measure)
