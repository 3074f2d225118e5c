"""How a channel stands, in one line."""

from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from app.channels.models import Channel
from app.connectors.registry import all_connectors
from app.ingest.queries import Ledger
from app.lib.clock import now
from app.lib.show import ago

NOTHING = Ledger(0, 0, 0, 0, 0, 0)


@dataclass(frozen=True)
class Standing:
    """One channel with its ledger; `kind` and `sign` say the line's mood without words."""

    channel: Channel
    ledger: Ledger
    kind: str
    sign: str
    words: str


def standing(channel, ledger):
    """What a person should know of a channel first."""
    ledger = ledger or NOTHING
    kind, sign, words = first_to_say(channel, ledger)
    return Standing(channel, ledger, kind, sign, words)


def first_to_say(channel, ledger):
    if channel.archived_at:
        return "", "▢", _("Put away")
    if channel.paused_at:
        return "priority", "‖", _("Paused: what arrives is kept and waits")
    if channel.platform not in all_connectors():
        return "priority", "…", _("This version of Sada does not speak to this platform. What is here stays; nothing new comes in.")  # fmt: skip
    if failing(channel):
        return "toxic", "!", _("Does not work")
    if channel.not_before and channel.not_before > now():
        return "priority", "…", _("The platform asked for patience")
    if ledger.refused:
        return "priority", "!", ngettext("%(num)d refused", "%(num)d refused", ledger.refused)
    if not ledger.received:
        return "", "○", _("Waits for its first comment")
    if not channel.last_received_at:
        return "good", "✓", _("Works")
    return "good", "✓", _("Works, last received %(ago)s", ago=ago(channel.last_received_at))


def failing(channel):
    """Whether the last thing that was heard of the platform is an error."""
    at, received = channel.last_error_at, channel.last_received_at
    return bool(at and (received is None or received < at))
