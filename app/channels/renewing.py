"""New keys for old: one worker renews, the others wait, and the new key is kept before anybody uses it."""

from sqlalchemy import or_, update

from app.channels.models import Channel
from app.channels.troubles import lose
from app.connectors.failures import AUTH_EXPIRED
from app.connectors.registry import connect
from app.extensions import db
from app.lib.clock import later, now
from app.lib.errors import PermanentError, TransientError
from app.lib.transaction import looking, transaction

# Longer than any one call takes; after that whoever renews has died.
PATIENCE_SECONDS, WAIT_SECONDS = 90, 3


def is_old(connector, ends):
    return bool(ends and connector.renews and ends - connector.renew_before <= now())


def renew(channel_id, connector):
    """A connector with a new key; somebody else's new key when they were first."""
    if not begin(channel_id):
        raise TransientError("The key is being renewed.", not_before=later(seconds=WAIT_SECONDS))
    try:
        fresh = as_kept(channel_id)
        if fresh.secrets != connector.secrets:
            return fresh
        tokens = fresh.refresh_token()
        keep(channel_id, tokens)
        return as_kept(channel_id)
    except PermanentError as error:
        if error.code == AUTH_EXPIRED:
            cut_off(channel_id)
        raise
    finally:
        end(channel_id)


def begin(channel_id):
    """Make the renewal ours, in one statement that only one worker can win."""
    free = or_(Channel.renewing_until.is_(None), Channel.renewing_until < now())
    with transaction():
        mine = update(Channel).where(Channel.id == channel_id, free)
        until = later(seconds=PATIENCE_SECONDS)
        return db.session.execute(mine.values(renewing_until=until)).rowcount == 1


def end(channel_id):
    with transaction():
        done = update(Channel).where(Channel.id == channel_id)
        db.session.execute(done.values(renewing_until=None))


def as_kept(channel_id):
    with looking():
        return connect(db.session.get(Channel, channel_id))


def keep(channel_id, tokens):
    """In a transaction of its own: the old key is dead from this moment on."""
    with transaction():
        channel = db.session.get(Channel, channel_id, with_for_update=True)
        channel.secrets = {**channel.secrets, **tokens.secrets}
        channel.expires_at = tokens.expires_at


def cut_off(channel_id):
    """Say that only a person helps now."""
    with transaction():
        lose(db.session.get(Channel, channel_id, with_for_update=True))
