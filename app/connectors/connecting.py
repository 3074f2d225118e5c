"""How a channel is connected and stays so: accounts, permissions, tokens, budgets. Plain values."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Standing:
    """What the platform says when it is asked who we are there.

    `granted` is None where the platform does not tell permissions; `missing` are those that some act needs.
    """

    account_id: str
    account_name: str
    granted: frozenset | None = None
    missing: tuple = ()
    expires_at: datetime | None = None
    # Words for a person about what is allowed, such as "The bot is no administrator of this group."
    notes: tuple = ()
    # What the platform said of itself that the connector needs later: kept with the channel's settings.
    keep: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Tokens:
    """New secrets of a channel; they are committed at once, before anybody uses them."""

    secrets: dict
    expires_at: datetime | None = None


@dataclass(frozen=True)
class Begun:
    """Where to send a person who connects, and what to keep (locked) until the platform sends them back."""

    url: str
    keep: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Account:
    """One page or account that a person may pick after they said yes on the platform."""

    id: str
    name: str
    secrets: dict
    settings: dict = field(default_factory=dict)
    about: str = ""
    url: str | None = None
    granted: frozenset | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True)
class Budget:
    """What a platform lets us spend: in `unit`, for each "day" or "month" of `zone`.

    `limit` is a number, or the name of the setting that holds it; None: counted and shown, never in the way.
    Polling stops at `limit - reserve`, so that acts of people still go through.
    """

    unit: str
    limit: object
    period: str = "day"
    zone: str = "UTC"
    reserve: float = 0
