"""What a lead says about an answer that waits: yes, yes in other words, or not like this."""

from flask import current_app
from flask_babel import gettext as _

from app import jobs
from app.comments.activity import Kind, record
from app.comments.changing import change, restore, untouched
from app.comments.standing import OPEN, done
from app.comments.undo import takes_back
from app.extensions import db
from app.jobs import enqueue
from app.lib.clock import later, now
from app.lib.errors import Refused
from app.lib.text import clean
from app.replies.approval.models import CHANGED, HELD, SENT_BACK, TAKEN_BACK, YES
from app.replies.approval.queries import open_approval
from app.replies.limits import fit
from app.replies.models import Reply
from app.replies.templates.fields import filled_in

LONGEST_WORD = 2000


def approve(answer, *, by, text=None):
    """A lead says yes, in the writer's words or in their own: the answer leaves after the undo window."""
    check(answer, by)
    comment, written = answer.comment, answer.text
    text = filled_in(fit(comment, text)) if text is not None else written
    changed = text != written
    say(open_approval(answer), CHANGED if changed else YES, by, word=written if changed else None)
    answer.text, answer.state = text, "waiting"
    answer.leaves_at = later(seconds=current_app.config["UNDO_SECONDS"])
    answer.task = enqueue(jobs.DELIVER_REPLY, answer, due_at=answer.leaves_at)
    to = {} if comment.status == "done" else done()
    return change(
        comment,
        Kind.REPLY_APPROVED,
        to,
        by=by,
        reply_id=answer.id,
        changed=changed,
        written=written,
    )


def send_back(answer, *, by, word):
    """A lead says why it does not leave like this: the comment is its writer's again, the words a proposal."""
    check(answer, by)
    word = clean(word or "", LONGEST_WORD)
    if not word:
        raise Refused(_("Say what should be different."))
    approval, comment = open_approval(answer), answer.comment
    say(approval, SENT_BACK, by, word=word)
    answer.state = "draft"
    answer.reason = _("%(name)s sent it back: %(word)s", name=by.called, word=word)
    to = {} if comment.is_spam else dict(OPEN)
    if approval.by and approval.by.active:
        to["assignee_id"] = approval.by_id
    return change(comment, Kind.REPLY_SENT_BACK, to, by=by, reply_id=answer.id, reason=word)


@takes_back(Kind.REPLY_HELD)
def take_back_asking(comment, activity, *, by):
    """Who asked thinks better of it: nothing leaves, and nobody needs to say yes."""
    answer = held_reply(activity, HELD, _("A lead has already answered."))
    answer.state = activity.details["was"] or "taken-back"
    say(open_approval(answer), TAKEN_BACK, by)
    if untouched(comment, activity):
        return restore(comment, activity, Kind.REPLY_TAKEN_BACK, by=by, reply_id=answer.id)
    return record(comment, Kind.REPLY_TAKEN_BACK, by=by, reply_id=answer.id, undo_of=activity.id)


@takes_back(Kind.REPLY_APPROVED)
def take_back_yes(comment, activity, *, by):
    """The lead thinks better of it: the answer waits for a yes again, as it was written."""
    answer = held_reply(activity, "waiting", _("This reply has already left."))
    if not by.may("lead"):
        raise Refused(_("Only a lead can take a yes back."))
    if answer.task and not answer.task.claimed_at:
        answer.task.done_at = now()
    approval = max(answer.approvals, key=lambda row: row.id)
    approval.answer = approval.answered_at = approval.answered_by_id = approval.word = None
    answer.text, answer.state, answer.leaves_at = activity.details["written"], HELD, None
    return record(
        comment, Kind.REPLY_YES_TAKEN_BACK, by=by, reply_id=answer.id, undo_of=activity.id
    )


def held_reply(activity, state, words):
    answer = db.session.get(Reply, activity.details["reply_id"], with_for_update=True)
    if answer is None or answer.state != state:
        raise Refused(words)
    return answer


def say(approval, answer, by, word=None):
    """Keep what was said."""
    approval.answer, approval.answered_at, approval.answered_by_id = answer, now(), by.id
    approval.word = word


def check(answer, by):
    if not (by.active and by.may("lead")):
        raise Refused(_("Only a lead can say yes to a reply."))
    if answer.state != HELD:
        raise Refused(_("This reply no longer waits for a yes."))
