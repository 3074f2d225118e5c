"""What the page of a channel says of our account there: how it does, what it may, what it costs, what went wrong."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from app.channels.budgets import Account as Spending
from app.channels.health import Health, budget_of, health_of
from app.channels.troubles import troubles_of
from app.connectors.failures import advice
from app.connectors.registry import connector_of
from app.ingest.delays import delay_of
from app.ingest.gaps import gaps_of
from app.lib.clock import now


@dataclass(frozen=True)
class Told:
    """One channel that is read by asking its platform."""

    health: Health
    delay: timedelta | None
    budget: Spending | None
    troubles: list
    gaps: Any


def fetched_share(channel):
    """How much of the time that was asked for has been read so far, from 0 to 100; None while nobody knows."""
    if not (channel.since and channel.poll and channel.poll.reached_at):
        return None
    whole = (now() - channel.since).total_seconds()
    done = (now() - channel.poll.reached_at).total_seconds()
    return round(100 * min(max(done / whole, 0), 1)) if whole > 0 else None


def account_of(channel):
    """None for a channel that nobody asks: a webhook, a file, a form."""
    if not hasattr(connector_of(channel), "poll"):
        return None
    troubles = [(each, advice(each.code)) for each in troubles_of(channel, 8)]
    return Told(
        health_of(channel), delay_of(channel), budget_of(channel), troubles, gaps_of(channel)
    )
