"""Let a connector speak for a channel: with a key that is good, within what may be spent, and one who renews it."""

from app.channels.budgets import book_spent
from app.channels.models import Channel
from app.channels.renewing import cut_off, is_old, renew
from app.connectors.failures import AUTH_EXPIRED, auth_expired
from app.connectors.registry import connect
from app.extensions import db
from app.lib.errors import PermanentError, Refused, TransientError, Unsure
from app.lib.transaction import looking


def speak(channel_id, act):
    """What `act(connector)` gives. Called with no transaction open: platforms take their time.

    A key near its end is renewed first. One that the platform refuses is renewed and tried once more, which is
    safe for every act, because what was refused was not done.
    """
    connector = speaker(channel_id)
    try:
        try:
            return act(connector)
        except PermanentError as error:
            connector = second_key(channel_id, connector, error)
        try:
            return act(connector)
        except PermanentError as error:
            raise what_is_true(channel_id, connector, error) from error
    finally:
        book_spent(channel_id, connector)


def speaker(channel_id):
    """A connector with a key that is not about to end."""
    with looking():
        channel = db.session.get(Channel, channel_id)
        connector, ends = connect(channel), channel.expires_at
    return renew(channel_id, connector) if is_old(connector, ends) else connector


def second_key(channel_id, connector, error):
    """A connector with another key, where a key was refused and can be renewed; else the failure as it is."""
    if error.code == AUTH_EXPIRED and connector.renews:
        return renew(channel_id, connector)
    raise what_is_true(channel_id, connector, error) from error


def what_is_true(channel_id, connector, error):
    """A refused key is believed only when the platform refuses us in everything: statuses do not tell the two apart."""
    if error.code != AUTH_EXPIRED:
        return error
    if answers(connector):
        return PermanentError(str(error), code="permission-missing")
    cut_off(channel_id)
    return auth_expired()


def answers(connector):
    """Whether the platform still knows our key, asked in the cheapest way there is."""
    if not hasattr(connector, "check"):
        return False
    try:
        connector.check()
    except PermanentError:
        return False
    except (TransientError, Unsure, Refused):
        # Nobody knows; what was refused stays refused, and the daily look finds out.
        return True
    return True
