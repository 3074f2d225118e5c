"""What a connector says that happened, and what it is told: plain values, for `parse`, `poll` and the acts."""

from dataclasses import dataclass, field
from datetime import datetime

from app.lib.errors import Refused


@dataclass(slots=True)
class IncomingAuthor:
    id: str
    handle: str = ""
    name: str = ""
    url: str | None = None
    avatar_url: str | None = None


@dataclass(slots=True)
class IncomingPost:
    id: str
    title: str = ""
    text: str = ""
    url: str | None = None
    created_at: datetime | None = None


@dataclass(slots=True)
class Incoming:
    """One comment in our words, not saved yet. Times are aware; any author or post may be missing."""

    platform_id: str
    text: str
    created_at: datetime | None = None
    author: IncomingAuthor | None = None
    post: IncomingPost | None = None
    parent_id: str | None = None
    root_id: str | None = None
    edited_at: datetime | None = None
    url: str | None = None
    visibility: str = "public"
    # None when the payload does not say: visible when new, else as it was.
    state: str | None = None
    by_us: bool = False
    can_reply: bool | None = None
    can_hide: bool | None = None
    can_delete: bool | None = None
    lang: str | None = None
    tags: tuple = ()
    places: tuple = ()
    extra: dict | None = None


@dataclass(slots=True)
class Gone:
    """The platform says that a comment was deleted."""

    platform_id: str
    at: datetime | None = None


@dataclass(slots=True)
class StateChanged:
    """The platform says that a comment was hidden, shown again or held."""

    platform_id: str
    state: str


@dataclass(slots=True)
class Fetch:
    """The payload carries only an id: `fetch` finds the rest, in a job. `hint` is what it needs besides."""

    platform_id: str
    hint: dict | None = None


@dataclass(slots=True)
class Bad:
    """One item that cannot be understood: a code of app/ingest/reasons.py, with what fills its sentence."""

    reason: str
    details: dict = field(default_factory=dict)
    item: str = ""


class Unacceptable(Refused):
    """A delivery that is not taken in at all: a code of app/ingest/reasons.py, with what fills its sentence."""

    def __init__(self, code, status=400, **details):
        super().__init__(code, status=status)
        self.code, self.details = code, details


@dataclass(frozen=True)
class Delivery:
    """What a webhook request carries: raw bytes and headers only, their names in lower case."""

    body: bytes
    headers: dict
    query: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Push:
    """Who tells us of news by itself (WebSub), and the name of what we want to hear of there; no hub: nobody does."""

    hub: str = ""
    topic: str = ""


@dataclass(frozen=True)
class Page:
    """What one poll gave: payloads (bytes, or what JSON can say; one a comment), where to go on, and whether more waits.

    `wait` is how many seconds the platform wants to be left alone; `reached` how far back a first reading has come.
    `push` is the hub that tells of news by itself: None when this page does not say, a Push without a hub when none does.
    """

    payloads: list
    cursor: object
    more: bool = False
    wait: float | None = None
    reached: datetime | None = None
    push: Push | None = None


@dataclass(frozen=True)
class Part:
    """What one delivery to a shared address holds for one account: its own payload, with so many items.

    `platform` is another connector's name where one address serves two, as at Meta.
    """

    account_id: str
    payload: bytes
    items: int = 1
    platform: str | None = None


@dataclass(frozen=True)
class Shake:
    """What a platform hears that asks whether somebody is at home: always plain text or JSON, and short."""

    body: str
    content_type: str = "text/plain"


@dataclass(frozen=True)
class Sent:
    """What the platform answered to an act: its id for what was made, its state for what was changed."""

    platform_id: str | None = None
    state: str | None = None
