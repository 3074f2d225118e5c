"""What goes wrong on a channel: kept in one row a kind, told to people once, and held back while it lasts."""

import random
from datetime import timedelta

from sqlalchemy import select, update

from app.accounts.queries import administrators
from app.channels.models import Channel, Poll, Trouble
from app.connectors.failures import (
    AUTH_EXPIRED,
    BLOCKED,
    GONE,
    QUOTA,
    RATE_LIMITED,
    UNSUPPORTED,
    happened,
)
from app.connectors.registry import connector_of
from app.extensions import db
from app.letters.actions import post
from app.lib.clock import now
from app.lib.errors import PermanentError, TransientError
from app.lib.links import public_url

LONGEST = 400
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=15), timedelta(minutes=10)
# The platform's own rules, kept by waiting: nothing for anybody to see to.
EXPECTED = (RATE_LIMITED, QUOTA)
# What says something of one comment, and nothing of the channel.
OF_ONE = (GONE, UNSUPPORTED)
# A good poll ends the troubles of reading; a missing permission for an act is another matter.
READING = ("poll", "fetch", "recheck", "check")


def trouble(channel, error, during):
    """Write down one failure; a dead key also cuts the channel off, and a platform that is away is left alone."""
    code = code_of(error)
    if code in OF_ONE:
        return None
    at, words = now(), str(happened(code) or error)[:LONGEST]
    row = db.session.get(Trouble, (channel.id, code))
    if row is None:
        row = Trouble(channel_id=channel.id, code=code, first_at=at, times=0)
        db.session.add(row)
    elif row.over_at:
        row.first_at, row.times, row.over_at = at, 0, None
    row.during, row.words, row.times, row.last_at = during, words, row.times + 1, at
    if code not in EXPECTED:
        channel.last_error, channel.last_error_at = words, at
    if code == AUTH_EXPIRED:
        lose(channel)
    return row


def hold_back(channel, error, failures=1):
    """Leave the whole channel alone: as long as the platform says, else longer with each failure, never all at once."""
    pause = min(FIRST_PAUSE * 2 ** min(max(failures - 1, 0), 10), LONGEST_PAUSE) * random.uniform(
        0.8, 1.2
    )
    until = error.not_before or now() + pause
    if channel.not_before is None or channel.not_before < until:
        channel.not_before = until
    return channel.not_before


def waits(channel, error, during):
    """An act met a platform that is away: written down, and a channel that is read is left alone as a whole."""
    trouble(channel, error, during)
    if error.code == BLOCKED:
        # What may not be written now tries again by itself; reading goes on.
        return
    if error.not_before or channel.poll:
        hold_back(channel, error, channel.poll.failures if channel.poll else 1)


def code_of(error):
    if isinstance(error, TransientError | PermanentError):
        return error.code
    return (
        "slow"
        if isinstance(error, TimeoutError)
        else "refused"
        if hasattr(error, "reason")
        else "bug"
    )


def all_well(channel, of=None):
    """The platform answers: what was wrong (of some kinds of work, or of all) is over, and kept as such."""
    if channel.not_before and channel.not_before <= now():
        channel.not_before = None
    mine = Trouble.channel_id == channel.id, Trouble.over_at.is_(None)
    over = update(Trouble).where(*mine)
    db.session.execute((over.where(Trouble.during.in_(of)) if of else over).values(over_at=now()))
    if channel.last_error and db.session.scalar(select(Trouble.code).where(*mine).limit(1)) is None:
        channel.last_error = channel.last_error_at = None


def lose(channel):
    """The platform does not take our key: stop asking, and write once to those who can reconnect."""
    if channel.cut_off_at:
        return
    channel.cut_off_at = now()
    for admin in administrators():
        post(
            admin.email,
            template="channels/mail/reconnect",
            locale=admin.locale,
            name=admin.called,
            channel=channel.name,
            platform=connector_of(channel).title,
            link=public_url("channels.show", channel_id=channel.id),
        )


def found_again(channel):
    """The platform takes our key: go on where we stopped."""
    channel.cut_off_at = None
    due = update(Poll).where(Poll.channel_id == channel.id)
    db.session.execute(due.values(due_at=now(), failures=0))
    all_well(channel)


def troubles_of(channel, most=20):
    """What went wrong lately, newest first, with those that are over at the end."""
    wanted = select(Trouble).where(Trouble.channel_id == channel.id)
    ordered = wanted.order_by(Trouble.over_at.is_not(None), Trouble.last_at.desc())
    return db.session.scalars(ordered.limit(most)).all()


def cut_off_channels():
    """The channels that only a person can bring back."""
    wanted = select(Channel).where(Channel.cut_off_at.is_not(None), Channel.archived_at.is_(None))
    return db.session.scalars(wanted).all()
