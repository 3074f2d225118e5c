"""Channels are looked after: who we are there, what was only named, what is in doubt."""

from app import jobs
from app.channels.checking import ask_daily, check
from app.channels.subscriptions import look_after_hubs
from app.ingest import fetching, hubs
from app.lib.clock import later
from app.lib.errors import PermanentError, Refused, TransientError, Unsure
from app.replies import settling
from workers.runner import does, gives_up
from workers.sweep import looks


@does(jobs.FETCH_COMMENT, own_transactions=True)
def fetch_comment(wanted_id):
    """Fetch one comment of which only the id is known."""
    fetching.fetch(wanted_id)


@gives_up(jobs.FETCH_COMMENT)
def fetch_failed(wanted_id, reason):
    """It is on the list of what could not be fetched, to be tried again by a person."""
    fetching.failed(wanted_id, reason)


@does(jobs.CHECK_CHANNEL, own_transactions=True)
def check_channel(channel_id):
    """Ask a platform who we are there; what came in the way is on the channel's page already."""
    try:
        check(channel_id)
    except (PermanentError, Refused, Unsure):
        return


@does(jobs.SETTLE_REPLY, own_transactions=True)
def settle_reply(reply_id):
    """Look for a reply in doubt in its thread."""
    try:
        again = settling.settle(reply_id)
    except (PermanentError, Refused, Unsure):
        # A person looks, as if nobody could.
        return
    if again:
        until = later(seconds=settling.SECOND_LOOK.total_seconds())
        raise TransientError("It may only be seen in a moment.", not_before=until)


@does(jobs.ASK_HUB, own_transactions=True)
def ask_hub(subscription_id):
    """Ask a hub to begin, to go on or to end telling us of news."""
    hubs.ask(subscription_id)


@gives_up(jobs.ASK_HUB)
def hub_away(subscription_id, reason):
    """The hub could not be reached; the clock asks it again later, and the feed is read as ever."""
    hubs.not_asked(subscription_id, reason)


looks(look_after_hubs)
looks(ask_daily)
