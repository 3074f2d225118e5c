"""A reply of which nobody knows is looked for in its thread, by the one who can look: the connector."""

from datetime import timedelta

from flask_babel import gettext as _

from app import jobs
from app.channels.speaking import speak
from app.comments.activity import Kind, record
from app.comments.changing import change
from app.comments.queries import channel_of, get_comment
from app.comments.standing import OPEN
from app.connectors.registry import connector_of
from app.extensions import db
from app.jobs import enqueue
from app.lib.clock import later, now
from app.lib.transaction import looking, transaction
from app.replies.models import Reply

# Platforms show what was written after a moment: not there at the first look means nothing, at the second it does.
FIRST_LOOK, SECOND_LOOK = timedelta(seconds=20), timedelta(minutes=3)
EARLIER = timedelta(minutes=2)


def look_for(answer):
    """Ask for a look at the thread, where the platform can be asked."""
    if hasattr(connector_of(answer.comment.channel), "find_reply"):
        enqueue(jobs.SETTLE_REPLY, answer, due_at=later(seconds=FIRST_LOOK.total_seconds()))


def settle(reply_id):
    """Look once for a reply in doubt; says whether to look again later."""
    with looking():
        answer = db.session.get(Reply, reply_id)
        if answer is None or answer.state != "unsure":
            return False
        comment_id, text, left_at = (
            answer.comment_id,
            answer.text,
            answer.leaves_at or answer.made_at,
        )

    def look(connector):
        with looking():
            return connector.find_reply(get_comment(comment_id), text, left_at - EARLIER)

    found = speak(channel_of(comment_id), look)
    with transaction():
        return conclude(reply_id, found, left_at)


def conclude(reply_id, found, left_at):
    from app.replies.delivery import held

    answer = held(reply_id)
    if answer is None or answer.state != "unsure":
        return False
    if found:
        arrived_after_all(answer, found)
        return False
    if now() < left_at + SECOND_LOOK:
        return True
    answer.state = "failed"
    answer.reason = _("We looked in the thread and it is not there, so it can be sent again.")
    to = OPEN if answer.comment.status == "done" and not answer.comment.is_spam else {}
    change(answer.comment, Kind.REPLY_FAILED, to, reply_id=answer.id, reason=answer.reason)
    return False


def arrived_after_all(answer, found):
    """It was there all the time."""
    answer.state, answer.reason, answer.platform_id = "sent", None, found.platform_id
    answer.sent_at = answer.leaves_at or now()
    answer.comment.answered_at = answer.comment.answered_at or answer.sent_at
    record(answer.comment, Kind.REPLY_SENT, reply_id=answer.id, found=True)
