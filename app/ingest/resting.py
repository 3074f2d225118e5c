"""When a channel is asked again: soon while people write there, seldom while it is quiet, later when it fails."""

import random
from datetime import timedelta

from app.channels.models import Channel, Poll
from app.channels.subscriptions import read_seldom
from app.channels.troubles import EXPECTED, READING, all_well, code_of, hold_back, trouble
from app.connectors.registry import connector_of
from app.extensions import db
from app.lib.clock import later, now
from app.lib.errors import TransientError
from app.lib.transaction import transaction

# Each quiet poll makes the next pause longer by this much; jitter keeps fifty channels from asking at once.
SLOWER, JITTER = 1.5, 0.1
LONGEST_PAUSE = 3600
# The share of its allowance at which a platform is asked less, and hardly at all.
MUCH, NEARLY_ALL = 0.75, 0.95


def rest(poll, turn, page):
    """The turn went well: say when the next one is."""
    channel, at = poll.channel, now()
    # Asked before anything is set, so that all of it is one statement.
    seldom = 0 if page.more else read_seldom(channel)
    poll.interval = next_interval(poll, connector_of(channel).rhythm, turn)
    wait = 0 if page.more else poll.interval * random.uniform(1 - JITTER, 1 + JITTER)
    poll.due_at = later(seconds=max(wait, page.wait or 0, spared(turn.usage), seldom))
    if poll.failures or channel.last_error or channel.not_before:
        all_well(channel, READING)
    poll.failures, poll.polled_at, poll.usage = 0, at, turn.usage
    if turn.news:
        poll.news_at = at
    if not page.more and poll.caught_up_at is None:
        poll.caught_up_at = at
    let_go(poll)


def next_interval(poll, rhythm, turn):
    fastest, slowest = rhythm
    if turn.news or poll.caught_up_at is None:
        return fastest
    return min(slowest, max(fastest, poll.interval * SLOWER))


def spared(usage):
    """How long a platform is left alone that says how much of its allowance is used."""
    if usage is None or usage < MUCH:
        return 0
    return 600 if usage >= NEARLY_ALL else 120


def give_up(turn, error):
    """The turn failed: what it brought before stays, and the whole channel may have to wait."""
    with transaction():
        poll = db.session.get(Poll, turn.channel_id, with_for_update=True)
        if poll is None or poll.claimed_by != turn.claim:
            return
        channel = db.session.get(Channel, turn.channel_id, with_for_update=True)
        expected = code_of(error) in EXPECTED
        poll.failures += 0 if expected else 1
        trouble(channel, error, "poll")
        if isinstance(error, TransientError):
            poll.due_at = hold_back(channel, error, poll.failures)
        else:
            pause = min(LONGEST_PAUSE, 60 * 2 ** min(poll.failures, 8))
            poll.due_at = later(seconds=pause * random.uniform(1 - JITTER, 1))
        let_go(poll)


def let_go(poll):
    poll.claimed_by = poll.claimed_until = None


def soon(channel_id):
    """Ask this channel at once, because somebody wants to see what is there."""
    poll = db.session.get(Poll, channel_id)
    if poll:
        poll.due_at = now()


def patience(channel):
    """How long until the platform may be asked again; nothing when it may be now."""
    return max(timedelta(), channel.not_before - now()) if channel.not_before else timedelta()
