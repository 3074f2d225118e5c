"""Connect the accounts a person picked on a platform, and reconnect in place with all that is here."""

from flask_babel import gettext as _
from sqlalchemy import select

from app.channels.actions import connect_channel
from app.channels.models import Channel, Poll
from app.channels.troubles import found_again
from app.connectors.registry import all_connectors, app_of
from app.extensions import db
from app.lib.clock import now
from app.lib.errors import Refused

LONGEST_NAME = 120


def for_connecting(platform, settings=None, secrets=None):
    """A connector for a channel that is not there yet: for `begin`, `finish` and a first `check`."""
    kind = all_connectors()[platform]
    return kind(settings or {}, secrets or {}, app=app_of(kind))


def is_set_up(kind):
    """Whether the team has told us of its own application, where the platform asks for one."""
    return kind.is_set_up(app_of(kind))


def connect_account(platform, account, *, name="", settings=None, since=None, by=None):
    """Listen to one account that a person picked; one we know already is reconnected, not doubled."""
    known = channel_of_account(platform, account.id)
    if known:
        known.settings = {**known.settings, **chosen(platform, settings or {})}
        return reconnect(known, account)
    channel = connect_channel(
        platform,
        name=(name or account.name)[:LONGEST_NAME],
        settings={**(settings or {}), **account.settings},
        secrets=account.secrets,
        by=by,
    )
    channel.since = since
    if hasattr(all_connectors()[platform], "poll"):
        db.session.add(Poll(channel_id=channel.id))
    take_over(channel, account)
    return channel


def chosen(platform, settings):
    """What a person typed that is not how it is anyway: another server, say, that the key was tried on."""
    usual = {setting.name: setting.default for setting in all_connectors()[platform].settings}
    return {name: value for name, value in settings.items() if value != usual.get(name, "")}


def reconnect(channel, account):
    """A new key for the same account: reading goes on where it stopped."""
    if channel.account_id and account.id != channel.account_id:
        raise Refused(
            _(
                "This is another account (%(name)s). Connect it as a channel of its own.",
                name=account.name,
            )
        )
    channel.secrets = {**channel.secrets, **account.secrets}
    channel.settings = {**channel.settings, **account.settings}
    channel.archived_at = None
    take_over(channel, account)
    found_again(channel)
    return channel


def take_over(channel, account):
    channel.account_id, channel.account_name = account.id, account.name[:200]
    channel.granted = sorted(account.granted) if account.granted is not None else None
    channel.expires_at, channel.checked_at = account.expires_at, now()


def channel_of_account(platform, account_id):
    """The channel of one account, put away or not; None when it was never connected."""
    here = select(Channel).where(Channel.platform == platform, Channel.account_id == account_id)
    return db.session.scalars(here.order_by(Channel.archived_at.is_not(None), Channel.id)).first()


def read_from(channel, since):
    """Read once more from a moment on: what is known stays as it is, what was missed comes in."""
    poll = db.session.get(Poll, channel.id)
    if poll is None:
        raise Refused(
            _("This channel is not read: its platform delivers, or nothing can be fetched.")
        )
    channel.since = since
    poll.cursor, poll.caught_up_at, poll.reached_at = None, None, None
    poll.due_at, poll.claimed_by, poll.claimed_until = now(), None, None
