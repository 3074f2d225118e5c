"""Measures reach their platforms."""

from app import jobs
from app.channels.speaking import speak
from app.comments.queries import channel_of, get_comment
from app.connectors.contract import Sent
from app.connectors.failures import GONE
from app.lib.errors import PermanentError, TransientError, Unsure
from app.lib.transaction import looking, transaction
from app.moderation import delivery
from app.moderation.families import SEEN
from workers.runner import does, gives_up


@does(jobs.DELIVER_MEASURE, own_transactions=True)
def deliver_measure(measure_id):
    """Do one act on its platform: hide, show, delete, like, ban."""
    try:
        with transaction():
            to_do = delivery.set_off(measure_id)
        sent = to_do and tell(*to_do)
    except (TransientError, Unsure, TimeoutError) as error:
        # Doing it twice does no harm, so what nobody knows is simply done again.
        later = error if isinstance(error, TransientError) else TransientError(str(error))
        with transaction():
            delivery.stays(measure_id, later)
        raise later from error
    if sent:
        with transaction():
            delivery.arrived(measure_id, sent)


def tell(comment_id, kind):
    """Call the platform, in a transaction that only reads: others write meanwhile."""

    def act(connector):
        with looking():
            return getattr(connector, kind)(get_comment(comment_id))

    try:
        return speak(channel_of(comment_id), act)
    except PermanentError as error:
        if error.code == GONE and kind in SEEN:
            # What nobody can read any more need not be hidden or deleted.
            return Sent(state="gone")
        with transaction():
            delivery.not_done(comment_id, error, kind)
        raise


@gives_up(jobs.DELIVER_MEASURE)
def measure_failed(measure_id, reason):
    """No more tries: the comment says why, and is in the queue again."""
    delivery.failed(measure_id, reason)
