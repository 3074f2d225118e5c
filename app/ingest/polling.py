"""Read a channel from where we stopped: what a page brings is kept together with the place to go on from, or not at all."""

import logging
import time
import traceback
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from uuid import uuid4

from sqlalchemy import or_, select, update

from app import jobs
from app.channels.budgets import spending_of
from app.channels.checking import can_check, check
from app.channels.models import Channel, Poll
from app.channels.speaking import speak
from app.channels.subscriptions import wish
from app.connectors.failures import quota_exhausted
from app.connectors.registry import all_connectors, connect
from app.extensions import db
from app.ingest.resting import give_up, rest
from app.ingest.storing import packed, store
from app.jobs import ring
from app.lib.clock import later, now
from app.lib.errors import PermanentError, Refused, TransientError, Unsure
from app.lib.transaction import looking, transaction

log = logging.getLogger(__name__)
# What one turn may take before other channels have theirs; a claim outlasts every single call.
TURN_PAGES, TURN_SECONDS, CLAIM_SECONDS = 20, 20, 240
SEEN_MOST = 500


class Taken(Exception):
    """Somebody else reads this channel now; what we hold is dropped, because they fetch it too."""


@dataclass
class Turn:
    """One worker's reading of one channel: its claim, and what it has brought so far."""

    channel_id: int
    claim: str
    before: frozenset = frozenset()
    digests: list = field(default_factory=list)
    news: int = 0
    usage: float | None = None


def poll_channel(channel_id):
    """Take one turn at a channel; says whether there was one to take."""
    turn = begin(channel_id)
    if turn is None:
        return False
    try:
        read(turn)
    except Taken:
        return False
    except (TransientError, PermanentError, Refused, Unsure, TimeoutError) as error:
        give_up(turn, error)
    except Exception as error:
        # Not the message, which may quote what somebody wrote.
        where = "".join(traceback.format_tb(error.__traceback__, -4))
        log.error("Polling channel %s: %s\n%s", channel_id, type(error).__name__, where)
        give_up(turn, error)
    return True


def read(turn):
    """Read page after page until there is no more, or the turn is over."""
    introduce(turn.channel_id)
    end = time.monotonic() + TURN_SECONDS
    for number in range(1, TURN_PAGES + 1):
        cursor = afford(turn)
        page, turn.usage = speak(turn.channel_id, partial(ask, cursor=cursor))
        over = not page.more or number == TURN_PAGES or time.monotonic() > end
        keep(turn, page, over)
        if over:
            return


def introduce(channel_id):
    """Before the first words: who we are there, so that our own are known when they come back."""
    with looking():
        channel = db.session.get(Channel, channel_id)
        unknown = channel.account_id is None and channel.poll.cursor is None and can_check(channel)
    if unknown:
        check(channel_id)


def ask(connector, cursor):
    return connector.poll(cursor), connector.usage


def afford(turn):
    """Where to go on from; raises when what is left to spend is for people's acts alone."""
    with looking():
        poll = db.session.get(Poll, turn.channel_id)
        account = spending_of(turn.channel_id, connect(poll.channel))
        cursor = poll.cursor
    if account and account.polling_stops:
        raise quota_exhausted(account.ends_at)
    return cursor


def keep(turn, page, over):
    """One page: its payloads, the cursor, the ledger and the end of the turn are one change."""
    fresh = unseen(turn, page.payloads)
    with transaction():
        poll = held(turn)
        if fresh:
            turn.news += store(connect(poll.channel), turn.channel_id, turn.claim, fresh)
            ring(jobs.PROCESS_EVENTS)
        if page.cursor != poll.cursor:
            poll.cursor = page.cursor
        if page.push is not None:
            wish(poll.channel, page.push)
        if turn.digests:
            seen = turn.digests[-SEEN_MOST:]
            poll.seen = seen if seen != poll.seen else poll.seen
        poll.more, poll.reached_at = page.more, page.reached or poll.reached_at
        if over:
            rest(poll, turn, page)
        else:
            poll.claimed_until = later(seconds=CLAIM_SECONDS)


def unseen(turn, payloads):
    """The payloads, as bytes, that neither the poll before nor this one has brought already."""
    fresh, told = [], set(turn.digests)
    for payload in payloads:
        body = packed(payload)
        digest = sha256(body).hexdigest()[:16]
        if digest not in told:
            told.add(digest)
            turn.digests.append(digest)
            if digest not in turn.before:
                fresh.append(body)
    return fresh


def begin(channel_id):
    """Make the channel ours for a while, in one statement that only one worker can win."""
    claim = uuid4().hex
    free = or_(Poll.claimed_until.is_(None), Poll.claimed_until < now())
    with transaction():
        mine = update(Poll).where(Poll.channel_id == channel_id, Poll.due_at <= now(), free)
        values = {"claimed_by": claim, "claimed_until": later(seconds=CLAIM_SECONDS)}
        if not db.session.execute(mine.values(**values)).rowcount:
            return None
        poll = db.session.get(Poll, channel_id, populate_existing=True)
        return Turn(channel_id, claim, frozenset(poll.seen))


def held(turn):
    """The poll, if it is still ours."""
    poll = db.session.get(Poll, turn.channel_id, with_for_update=True, populate_existing=True)
    if poll is None or poll.claimed_by != turn.claim:
        raise Taken
    return poll


def due_channels(most=50):
    """The channels that are to be asked now, those that have waited longest first."""
    at = now()
    wanted = (
        select(Poll.channel_id)
        .join(Channel)
        .where(
            Poll.due_at <= at,
            Channel.platform.in_(asked_platforms()),
            or_(Poll.claimed_until.is_(None), Poll.claimed_until < at),
            or_(Channel.not_before.is_(None), Channel.not_before <= at),
            Channel.paused_at.is_(None),
            Channel.archived_at.is_(None),
            Channel.cut_off_at.is_(None),
        )
        .order_by(Poll.due_at)
        .limit(most)
    )
    return db.session.scalars(wanted).all()


def begin_polls():
    """Give every channel that is asked, and was not yet, its place in the round."""
    missing = (
        select(Channel.id)
        .outerjoin(Poll)
        .where(
            Poll.channel_id.is_(None),
            Channel.platform.in_(asked_platforms()),
            Channel.archived_at.is_(None),
        )
    )
    for channel_id in db.session.scalars(missing).all():
        db.session.add(Poll(channel_id=channel_id))


def asked_platforms():
    """The platforms that are asked, of all we have a connector of."""
    return [name for name, kind in all_connectors().items() if hasattr(kind, "poll")]
