"""Public answers leave."""

from sqlalchemy.exc import OperationalError

from app import jobs
from app.channels.speaking import speak
from app.comments.queries import channel_of, get_comment
from app.lib.errors import PermanentError, Refused, TransientError
from app.lib.transaction import looking, transaction
from app.replies import delivery
from app.replies.approval import letters
from workers.runner import does, gives_up, interrupted


@does(jobs.DELIVER_REPLY, own_transactions=True)
def deliver_reply(reply_id):
    """Post one reply to its platform, and keep how that went."""
    to_say = begin(reply_id)
    if to_say is None:
        return
    try:
        sent = post(reply_id, *to_say)
    except TransientError as error:
        keep(delivery.stays, reply_id, error)
        raise
    except (PermanentError, Refused) as error:
        keep(delivery.failed, reply_id, error)
        raise
    except Exception as error:
        # A time-out after sending, or a bug midway: it may be there, so nobody sends it again unseen.
        keep(delivery.doubted, reply_id, str(error) or type(error).__name__)
        raise
    keep(delivery.arrived, reply_id, sent)


def begin(reply_id):
    """Say that the platform is about to be called; while the database is too busy for that, nothing happened."""
    try:
        with transaction():
            return delivery.set_off(reply_id)
    except OperationalError as error:
        raise TransientError("The database is busy.") from error


def post(reply_id, comment_id, text):
    """Call the platform, in a transaction that only reads: others write meanwhile."""

    def act(connector):
        with looking():
            return connector.reply(get_comment(comment_id), text, reply_id=reply_id)

    return speak(channel_of(comment_id), act)


def keep(change, reply_id, what):
    with transaction():
        change(reply_id, what)


@gives_up(jobs.DELIVER_REPLY)
def reply_failed(reply_id, reason):
    """No more tries: the reply says why, and its comment is in the queue again."""
    delivery.gave_up(reply_id, reason)


@interrupted(jobs.DELIVER_REPLY)
def reply_interrupted(reply_id):
    """A worker died while it had this reply."""
    delivery.broken_off(reply_id)


@does(jobs.ASK_FOR_YES)
def ask_for_yes(approval_id):
    """Write to a lead that an answer waits for their yes."""
    letters.ask(approval_id)
