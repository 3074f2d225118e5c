"""How a channel does, in one line with what to do about it: for its page and for the list of channels."""

from dataclasses import dataclass
from datetime import timedelta

from flask_babel import gettext as _

from app.channels.budgets import spending_of
from app.channels.models import Channel
from app.channels.troubles import troubles_of
from app.connectors.failures import AUTH_EXPIRED, QUOTA, advice
from app.connectors.registry import connect, connector_of
from app.lib.clock import now
from app.lib.show import ago, moment

# Longer than any rhythm with all its jitter: a channel nobody asked for so long is behind.
BEHIND = timedelta(minutes=2)
SOON = timedelta(days=7)


@dataclass(frozen=True)
class Health:
    """`kind` is good, priority (look at it), toxic (does not work) or empty; `code` names what is wrong."""

    kind: str
    sign: str
    words: str
    advice: str = ""
    code: str = ""

    @property
    def is_good(self):
        return self.kind == "good"


def health_of(channel):
    """The first thing to say of a channel."""
    for look in (
        put_away,
        cut_off,
        waits_for_budget,
        fails,
        waits,
        reads_back,
        is_behind,
        ends_soon,
        lacks,
    ):
        if found := look(channel):
            return found
    return receives(channel)


def put_away(channel):
    if channel.archived_at:
        return Health("", "▢", _("Put away"))
    if channel.paused_at:
        return Health("priority", "‖", _("Paused: nothing is read until you resume it"))
    return None


def cut_off(channel):
    if channel.cut_off_at:
        words = _(
            "Cut off (%(ago)s): the platform does not accept our key", ago=ago(channel.cut_off_at)
        )
        return Health("toxic", "!", words, advice(AUTH_EXPIRED), AUTH_EXPIRED)
    return None


def waits_for_budget(channel):
    budget = budget_of(channel)
    if budget and budget.polling_stops:
        words = _(
            "The allowance is used up; reading goes on %(moment)s", moment=moment(budget.ends_at)
        )
        return Health("priority", "…", words, advice(QUOTA), QUOTA)
    return None


def fails(channel):
    if not channel.last_error:
        return None
    trouble = next((each for each in troubles_of(channel) if not each.over_at), None)
    code = trouble.code if trouble else ""
    since = ago(trouble.first_at if trouble else channel.last_error_at)
    return Health("toxic", "!", f"{channel.last_error} ({since})", advice(code) or "", code)


def waits(channel):
    if channel.not_before and channel.not_before > now():
        words = _(
            "The platform asked for patience until %(moment)s", moment=moment(channel.not_before)
        )
        return Health("priority", "…", words)
    return None


def reads_back(channel):
    poll = channel.poll
    if poll is None or poll.caught_up_at:
        return None
    if poll.reached_at:
        words = _(
            "Fetching what was there before: back to %(moment)s", moment=moment(poll.reached_at)
        )
        return Health("priority", "↓", words)
    return Health("priority", "↓", _("Fetching for the first time"))


def is_behind(channel):
    poll = channel.poll
    if poll and poll.due_at < now() - BEHIND:
        words = _("Behind by %(ago)s", ago=ago(poll.due_at))
        return Health(
            "priority", "!", words, _("Are the workers running? Is there one too few?"), "behind"
        )
    return None


def ends_soon(channel):
    if channel.expires_at and channel.expires_at < now() + SOON and not renews(channel):
        words = _("Works, but the key ends %(moment)s", moment=moment(channel.expires_at))
        return Health("priority", "!", words, _("Reconnect the channel before then."), "ends-soon")
    return None


def lacks(channel):
    if channel.missing:
        words = _("Works, without these permissions: %(names)s", names=", ".join(channel.missing))
        return Health("priority", "!", words, advice("permission-missing"), "permission-missing")
    return None


def receives(channel):
    if channel.last_received_at:
        return Health(
            "good", "✓", _("Receiving, last comment: %(ago)s", ago=ago(channel.last_received_at))
        )
    if channel.poll and channel.poll.polled_at:
        return Health(
            "good",
            "✓",
            _("Connected, nothing new yet (asked: %(ago)s)", ago=ago(channel.poll.polled_at)),
        )
    return Health("", "○", _("Waits for its first comment"))


def budget_of(channel):
    """What the channel may spend and has spent (app/channels/budgets.py: Account); None where that is no question."""
    kind = connector_of(channel)
    return spending_of(channel.id, connect(channel)) if kind.budget else None


def renews(channel: Channel):
    """Whether the key is renewed without anybody's help."""
    return connect(channel).renews
