"""What can be done with any comment, whatever its platform: where it stands in the inbox, and with whom."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.models import User
from app.comments.activity import Kind
from app.comments.changing import change, restore
from app.comments.many import to_many
from app.comments.standing import OPEN, done
from app.comments.undo import takes_back
from app.extensions import db
from app.lib.clock import now
from app.lib.errors import Refused


@to_many("done", _l("Mark all as done"))
def resolve(comment, *, by, rule=None):
    """Nothing more to do: the comment leaves the queue."""
    if comment.status == "done":
        raise Refused(_("This comment is already resolved."))
    return change(comment, Kind.RESOLVED, done(), by=by, rule=rule)


def reopen(comment, *, by, rule=None):
    """There is something to do after all: the comment is in the queue again, from a snooze too."""
    if comment.status == "open":
        raise Refused(_("This comment is already open."))
    return change(comment, Kind.REOPENED, OPEN, by=by, rule=rule)


def snooze(comment, *, by, until, rule=None):
    """Put the comment out of sight until a moment."""
    if until <= now():
        raise Refused(_("That moment has already passed."))
    to = {"status": "snoozed", "snoozed_until": until, "resolved_at": None}
    return change(comment, Kind.SNOOZED, to, by=by, rule=rule, until=until.isoformat())


def assign(comment, *, by, to, rule=None):
    """Make the comment somebody's, or nobody's."""
    if comment.assignee_id == (to.id if to else None):
        raise Refused(_("That is already so."))
    if to and not (to.active and to.may("moderator")):
        raise Refused(_("%(name)s cannot be given comments.", name=to.called))
    whose = {"assignee_id": to and to.id}
    return change(comment, Kind.ASSIGNED, whose, by=by, rule=rule, **named(to))


def named(to):
    """Whom a comment was given to, as the trail keeps it when they are long gone."""
    return {"to_id": to.id, "to": to.called} if to else {}


@to_many("spam", _l("Mark all as spam"))
def mark_spam(comment, *, by, rule=None):
    """Say that the comment is spam: it leaves the queue and nothing brings it back."""
    if comment.is_spam:
        raise Refused(_("This comment is already marked as spam."))
    return change(comment, Kind.MARKED_SPAM, {"is_spam": True, **done()}, by=by, rule=rule)


def unmark_spam(comment, *, by, rule=None):
    """Say that the comment is no spam after all: it is in the queue again."""
    if not comment.is_spam:
        raise Refused(_("This comment is not marked as spam."))
    return change(comment, Kind.UNMARKED_SPAM, {"is_spam": False, **OPEN}, by=by, rule=rule)


@takes_back(Kind.RESOLVED, Kind.SNOOZED)
def take_back_leaving(comment, activity, *, by):
    return restore(comment, activity, Kind.REOPENED, by=by)


@takes_back(Kind.REOPENED)
def take_back_reopening(comment, activity, *, by):
    kinds = {"snoozed": Kind.SNOOZED, "held": Kind.HELD}
    kind = kinds.get(activity.details["before"]["status"], Kind.RESOLVED)
    return restore(comment, activity, kind, by=by)


@takes_back(Kind.ASSIGNED)
def take_back_assignment(comment, activity, *, by):
    had = activity.details["before"]["assignee_id"]
    return restore(
        comment, activity, Kind.ASSIGNED, by=by, **named(had and db.session.get(User, had))
    )


@takes_back(Kind.MARKED_SPAM)
def take_back_spam(comment, activity, *, by):
    return restore(comment, activity, Kind.UNMARKED_SPAM, by=by)


@takes_back(Kind.UNMARKED_SPAM)
def take_back_no_spam(comment, activity, *, by):
    return restore(comment, activity, Kind.MARKED_SPAM, by=by)
