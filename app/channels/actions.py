"""What can be done with a channel."""

import secrets

from flask_babel import gettext as _

from app import jobs
from app.channels.models import Channel
from app.connectors.registry import all_connectors
from app.extensions import db
from app.jobs import ring
from app.lib.clock import now
from app.lib.errors import Refused

LONGEST_ERROR = 400


def connect_channel(platform, *, name, settings=None, secrets=None, by=None):
    """Begin to listen to one presence of ours on a platform."""
    connector = all_connectors()[platform]
    channel = Channel(
        platform=platform,
        name=name,
        settings=settings or {},
        secrets={**(secrets or {})},
        by_id=by.id if by else None,
    )
    db.session.add(channel)
    db.session.flush()
    if signs(connector) and not channel.secrets.get("secret"):
        new_secret(channel)
    return channel


def change_channel(channel, *, name, settings, secrets):
    """Another name, other settings; a secret that was left empty stays as it is."""
    channel.name = name
    channel.settings = {**channel.settings, **settings}
    channel.secrets = {**channel.secrets, **{key: word for key, word in secrets.items() if word}}


def new_secret(channel):
    """Make another secret, which is said once; the one before stays valid until it is forgotten."""
    if not signs(all_connectors()[channel.platform]):
        raise Refused(_("This channel needs no secret."))
    secret = new_word()
    former = channel.secrets.get("secret")
    channel.secrets = {**channel.secrets, "secret": secret, "former_secret": former or ""}
    return secret


def forget_former_secret(channel):
    """What is signed with the secret before is refused from now on."""
    channel.secrets = {**channel.secrets, "former_secret": ""}


def pause(channel):
    """Take nothing more in for a while."""
    if channel.paused_at:
        raise Refused(_("This channel is already paused."))
    channel.paused_at = now()


def resume(channel):
    """Go on, first with what waited."""
    if not channel.paused_at:
        raise Refused(_("This channel is not paused."))
    channel.paused_at = None
    ring(jobs.PROCESS_EVENTS)


def archive(channel):
    """Put a channel away: nothing comes in or leaves, and what it brought stays."""
    if channel.archived_at:
        raise Refused(_("This channel is already put away."))
    channel.archived_at = now()


def bring_back(channel):
    """Listen to the channel again."""
    if not channel.archived_at:
        raise Refused(_("This channel is not put away."))
    channel.archived_at = None


def not_heard(channel, reason):
    """Keep why the other side could not be spoken to."""
    channel.last_error, channel.last_error_at = reason[:LONGEST_ERROR], now()


def heard(channel):
    """The other side hears us again."""
    channel.last_error = channel.last_error_at = None


def signs(connector):
    """Whether both sides of this platform sign with a secret that we make."""
    return {"secret", "former_secret"} <= {setting.name for setting in connector.settings}


def new_word():
    return secrets.token_urlsafe(32)
