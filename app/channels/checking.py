"""Ask a platform who we are there: once when a channel is connected, on demand, and every day."""

from datetime import timedelta

from sqlalchemy import or_, select

from app import jobs
from app.channels.models import Channel
from app.channels.speaking import speak
from app.channels.troubles import all_well, found_again, trouble
from app.connectors.contract import Standing
from app.connectors.registry import all_connectors, connect, connector_of
from app.extensions import db
from app.jobs import enqueue
from app.lib.clock import ago, now
from app.lib.errors import PermanentError, Refused, TransientError, Unsure
from app.lib.transaction import looking, transaction

EVERY = timedelta(days=1)


def check(channel_id):
    """What the platform says of us, kept with the channel; raises what came in the way, which is kept too."""
    with looking():
        if not can_check(db.session.get(Channel, channel_id)):
            return None
    try:
        standing = speak(channel_id, lambda connector: connector.check())
    except (TransientError, PermanentError, Refused, Unsure) as error:
        with transaction():
            channel = db.session.get(Channel, channel_id, with_for_update=True)
            channel.checked_at = now()
            trouble(channel, error, "check")
        raise
    with transaction():
        settle(db.session.get(Channel, channel_id, with_for_update=True), standing)
    return standing


def settle(channel, standing):
    """Keep what the platform said."""
    channel.checked_at = now()
    if isinstance(standing, Standing):
        channel.account_id = standing.account_id or channel.account_id
        channel.account_name = (standing.account_name or "")[:200] or channel.account_name
        channel.granted = sorted(standing.granted) if standing.granted is not None else None
        channel.missing, channel.notes = (
            list(standing.missing),
            [str(note) for note in standing.notes],
        )
        channel.settings = {**channel.settings, **standing.keep}
        channel.expires_at = standing.expires_at or channel.expires_at
    if channel.cut_off_at:
        found_again(channel)
    else:
        all_well(channel)


def tried(kind, settings, secrets, **more):
    """What a platform says of a channel that is not made yet; raises what came in the way."""
    return kind(settings, secrets, **more).check()


def ask_daily():
    """Enqueue a look at every channel that nobody has asked for a day; a cut off one is asked too."""
    platforms = [name for name, kind in all_connectors().items() if is_asked_daily(kind)]
    old = or_(Channel.checked_at.is_(None), Channel.checked_at < ago(days=EVERY.days))
    wanted = select(Channel).where(
        old, Channel.platform.in_(platforms), Channel.archived_at.is_(None)
    )
    for channel in db.session.scalars(wanted.limit(50)):
        # Not again before it was done, even when that takes long.
        channel.checked_at = now()
        enqueue(jobs.CHECK_CHANNEL, channel.id)


def is_asked_daily(kind):
    """Platforms have keys that end; a system of somebody's own is not rung up for nothing."""
    return hasattr(kind, "check") and (hasattr(kind, "poll") or hasattr(kind, "begin"))


def can_check(channel):
    """Whether there is anybody to ask."""
    return hasattr(connector_of(channel), "check") and bool(
        connect(channel).set.get("base_url", True)
    )
