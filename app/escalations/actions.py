"""Hand a comment to someone who decides; take it, settle it, or have it back."""

from flask import current_app
from flask_babel import gettext as _

from app import jobs
from app.comments.activity import Kind, record
from app.comments.changing import change
from app.comments.standing import OPEN
from app.comments.undo import takes_back
from app.comments.words import keep_words
from app.escalations.letters import write_withdrawn
from app.escalations.models import Escalation
from app.escalations.queries import open_escalation
from app.extensions import db
from app.jobs import enqueue
from app.lib.clock import later, now
from app.lib.errors import Refused
from app.lib.text import clean

URGENCIES = ("now", "today", "week")
LONGEST_REASON = 2000


def escalate(comment, *, by, to, reason, urgency="today", rule=None):
    """Hand the comment to someone who can decide; the letter leaves after the undo window."""
    if open_escalation(comment):
        raise Refused(_("This comment is already escalated."))
    if not (to.active and to.may("lead")):
        raise Refused(_("%(name)s does not decide on comments.", name=to.called))
    escalation = Escalation(
        comment_id=comment.id,
        by_id=by.id if by else None,
        to_id=to.id,
        reason=fit(reason),
        urgency=urgency,
    )
    db.session.add(escalation)
    db.session.flush()
    db.session.expire(comment, ["escalations"])
    due_at = later(seconds=current_app.config["UNDO_SECONDS"])
    enqueue(jobs.SEND_ESCALATION, escalation, due_at=due_at)
    return say(escalation, Kind.ESCALATED, by=by, rule=rule, reason=reason, urgency=urgency)


def withdraw(escalation, *, by, **details):
    """The comment needs nobody's decision any more; the buttons in the letter no longer work."""
    check_open(escalation)
    escalation.withdrawn_at = now()
    # Whom no letter reached yet needs no second one; who took it back for themselves knows.
    if escalation.written_at and escalation.to and by != escalation.to:
        write_withdrawn(escalation)
    return record(
        escalation.comment, Kind.ESCALATION_WITHDRAWN, by=by, escalation_id=escalation.id, **details
    )


def take(escalation, *, by):
    """Somebody says that they look after it; the comment is theirs."""
    check_open(escalation)
    if escalation.taken_at:
        raise Refused(_("%(name)s already took it.", name=escalation.taken_by.called))
    escalation.taken_at, escalation.taken_by_id = now(), by.id
    whose = {"assignee_id": by.id}
    return change(escalation.comment, Kind.TAKEN, whose, by=by, escalation_id=escalation.id)


def settle(escalation, *, by, text, kept_as):
    """Decide: the words become a note for the team, or a reply to approve; the comment needs a moderator again."""
    check_open(escalation)
    comment = escalation.comment
    keep_words(comment, text, by=by, kept_as=kept_as)
    escalation.settled_at, escalation.settled_by_id = now(), by.id
    escalation.settled_as, escalation.settlement = kept_as, clean(text)
    to = {} if comment.status == "open" or comment.is_spam else OPEN
    return change(comment, Kind.SETTLED, to, by=by, escalation_id=escalation.id, settled_as=kept_as)


@takes_back(Kind.ESCALATED)
def take_back_escalation(comment, activity, *, by):
    escalation = db.session.get(Escalation, activity.details["escalation_id"], with_for_update=True)
    if escalation is None:
        raise Refused(_("This escalation is no longer there."))
    return withdraw(escalation, by=by, undo_of=activity.id)


def say(escalation, kind, *, by=None, rule=None, **details):
    """Write on the trail what happened to an escalation, and with whom it is."""
    to = escalation.to
    return record(
        escalation.comment, kind, by=by, rule=rule, escalation_id=escalation.id,
        to_id=to.id, to=to.called, **details,
    )  # fmt: skip


def check_open(escalation):
    if escalation.settled_at:
        raise Refused(_("This was already settled."))
    if escalation.withdrawn_at:
        raise Refused(_("This was taken back by who asked."))


def fit(reason):
    reason = clean(reason, LONGEST_REASON)
    if not reason:
        raise Refused(_("Say why, so that they can decide."))
    return reason
