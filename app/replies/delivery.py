"""How a reply leaves: every step is kept before the next begins, so that none is ever sent twice."""

from flask_babel import gettext as _

from app import jobs
from app.channels.troubles import trouble, waits
from app.comments.activity import Kind, record
from app.comments.changing import change
from app.comments.queries import hold
from app.comments.standing import OPEN
from app.extensions import db
from app.jobs import enqueue
from app.lib.clock import now
from app.lib.errors import HeldBack, PermanentError
from app.lib.live import announce
from app.replies.actions import FAILED, SENDING, SENT, UNSURE, WAITING
from app.replies.approval.queries import open_approval
from app.replies.models import Reply
from app.replies.settling import look_for

LONGEST_REASON = 2000


def set_off(reply_id):
    """Say that the platform is about to be called; gives what to say to it, or None when it is not to be.

    This must be kept before the call: whoever finds a reply "sending" afterwards knows that it may be there.
    """
    answer = held(reply_id)
    if answer is None or answer.state != WAITING or open_approval(answer):
        return None
    channel = answer.comment.channel
    if channel.archived_at:
        raise PermanentError(_("The channel is no longer connected."))
    if channel.not_before and channel.not_before > now():
        raise HeldBack(_("The platform asked for patience."), not_before=channel.not_before)
    answer.state = SENDING
    announce("comment-changed", [answer.comment_id])
    return answer.comment_id, answer.text


def arrived(reply_id, sent):
    """The platform has it."""
    answer = held(reply_id)
    if answer is None or answer.state != SENDING:
        return
    answer.state, answer.reason, answer.sent_at = SENT, None, now()
    answer.platform_id = sent.platform_id
    answer.comment.answered_at = answer.comment.answered_at or answer.sent_at
    record(answer.comment, Kind.REPLY_SENT, reply_id=answer.id)


def stays(reply_id, error):
    """The platform did not take it this time, so it waits for the next; the whole channel may have to."""
    answer = held(reply_id)
    if answer is None or answer.state != SENDING:
        return
    answer.state, answer.reason = WAITING, str(error)[:LONGEST_REASON]
    waits(answer.comment.channel, error, "reply")
    announce("comment-changed", [answer.comment_id])


def failed(reply_id, reason):
    """It did not and will not arrive by itself: the comment needs a person again."""
    answer = held(reply_id)
    if answer and isinstance(reason, PermanentError):
        trouble(answer.comment.channel, reason, "reply")
    comes_back(reply_id, FAILED, Kind.REPLY_FAILED, reason)


def doubted(reply_id, reason):
    """Nobody knows whether it arrived: a person must look."""
    answer = comes_back(reply_id, UNSURE, Kind.REPLY_UNSURE, reason)
    if answer:
        look_for(answer)


def gave_up(reply_id, reason):
    """There are no more tries. One that is still being sent may have arrived: how it went could not be kept."""
    answer = held(reply_id)
    if answer and answer.state == SENDING:
        doubted(reply_id, reason)
    else:
        failed(reply_id, reason)


def broken_off(reply_id):
    """A worker died in the middle: harmless before the platform was called, else nobody knows."""
    answer = held(reply_id)
    if answer and answer.state == WAITING:
        answer.task = enqueue(jobs.DELIVER_REPLY, answer)
    elif answer and answer.state == SENDING:
        doubted(reply_id, _("The worker was interrupted while it sent this."))


def comes_back(reply_id, state, kind, reason):
    answer = held(reply_id)
    if answer is None or answer.state not in (WAITING, SENDING):
        return None
    answer.state, answer.reason = state, str(reason)[:LONGEST_REASON]
    comment = answer.comment
    to = OPEN if comment.status == "done" and not comment.is_spam else {}
    change(comment, kind, to, reply_id=answer.id, reason=answer.reason)
    return answer


def held(reply_id):
    """One reply, with its comment locked first, as everybody does; None when both are gone."""
    comment_id = db.session.scalar(db.select(Reply.comment_id).where(Reply.id == reply_id))
    if comment_id is None:
        return None
    hold(comment_id)
    return db.session.get(Reply, reply_id, populate_existing=True)
