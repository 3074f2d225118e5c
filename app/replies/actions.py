"""Answer a comment publicly, or think better of it while the answer waits."""

from flask import current_app
from flask_babel import gettext as _

from app import jobs
from app.comments.activity import Kind, record
from app.comments.changing import change, restore, untouched
from app.comments.standing import done
from app.comments.undo import takes_back
from app.comments.words import becomes
from app.extensions import db
from app.jobs import enqueue
from app.lib.clock import later, now
from app.lib.errors import Refused
from app.replies.approval.holding import hold_back, why_a_yes
from app.replies.approval.queries import had_its_yes
from app.replies.limits import fit
from app.replies.models import Reply
from app.replies.queries import can_be_answered
from app.replies.templates.fields import filled_in

DRAFT, WAITING, SENDING, SENT = "draft", "waiting", "sending", "sent"
FAILED, UNSURE, TAKEN_BACK = "failed", "unsure", "taken-back"


def reply(comment, text, *, by, token=None, draft=None, rule=None):
    """Answer a comment: the answer leaves after its undo window, or waits for a yes; the comment leaves the queue now."""
    text = filled_in(fit(comment, text))
    check_open(comment)
    if draft and draft.state != DRAFT:
        raise Refused(_("This proposal was already sent or set aside."))
    answer = draft or Reply(comment_id=comment.id)
    answer.text, answer.token, answer.by_id = text, token, by.id if by else None
    db.session.add(answer)
    return put_on_its_way(comment, answer, by=by, rule=rule)


def try_again(answer, *, by):
    """A person says that a reply which failed, or of which nobody knows, shall be sent once more."""
    if answer.state not in (FAILED, UNSURE):
        raise Refused(_("Only a reply that did not arrive can be tried again."))
    check_open(answer.comment)
    ready = had_its_yes(answer)
    return put_on_its_way(answer.comment, answer, by=by, ready=ready, again=True)


def say_sent(answer, *, by):
    """A person looked, and says that a reply of which nobody knew is there."""
    if answer.state != UNSURE:
        raise Refused(_("Nobody doubts how this reply stands."))
    answer.state, answer.reason, answer.sent_at = SENT, None, answer.leaves_at or now()
    comment = answer.comment
    comment.answered_at = comment.answered_at or answer.sent_at
    to = {} if comment.status == "done" else done()
    return change(comment, Kind.REPLY_SENT, to, by=by, reply_id=answer.id, seen=True)


@becomes("reply")
def propose(comment, text, *, by=None):
    """Keep an answer that a moderator may send as it is, change, or set aside."""
    text = fit(comment, text)
    draft = Reply(comment_id=comment.id, text=text, by_id=by and by.id, state=DRAFT)
    db.session.add(draft)
    db.session.flush()
    return draft


def set_aside(draft, *, by):
    """A proposed answer is not sent."""
    if draft.state != DRAFT:
        raise Refused(_("This proposal was already sent or set aside."))
    draft.state = TAKEN_BACK
    return record(draft.comment, Kind.REPLY_TAKEN_BACK, by=by, reply_id=draft.id, was=DRAFT)


@takes_back(Kind.REPLIED, soon=True)
def take_back_reply(comment, activity, *, by):
    """The reply does not leave; possible only while it waits."""
    answer = db.session.get(Reply, activity.details["reply_id"], with_for_update=True)
    if answer is None or answer.state != WAITING:
        raise Refused(_("This reply has already left."))
    was = activity.details["was"]
    answer.state, answer.leaves_at = was or TAKEN_BACK, None
    if answer.task and not answer.task.claimed_at:
        answer.task.done_at = now()
    if untouched(comment, activity):
        return restore(comment, activity, Kind.REPLY_TAKEN_BACK, by=by, reply_id=answer.id)
    return record(comment, Kind.REPLY_TAKEN_BACK, by=by, reply_id=answer.id, undo_of=activity.id)


def put_on_its_way(comment, answer, *, by, rule=None, ready=False, **details):
    """Let the answer wait for its undo window, with a task that sends it after; or for a lead's yes, where it needs one."""
    db.session.flush()
    was = answer.state if answer.state in (DRAFT, FAILED, UNSURE) else None
    if not ready and (why := why_a_yes(comment, by)):
        return hold_back(comment, answer, by=by, rule=rule, was=was, why=why, **details)
    answer.state, answer.reason = WAITING, None
    answer.leaves_at = later(seconds=current_app.config["UNDO_SECONDS"])
    answer.task = enqueue(jobs.DELIVER_REPLY, answer, due_at=answer.leaves_at)
    return change(
        comment, Kind.REPLIED, done(), by=by, rule=rule, reply_id=answer.id, was=was, **details
    )


def check_open(comment):
    """Whether this comment can be answered at all from here."""
    if not can_be_answered(comment):
        raise Refused(_("This comment cannot be answered from here."))
