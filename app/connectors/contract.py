"""What a connector is, and what it may say. Pure values: a connector never sees the database."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from app.lib.errors import Refused


class Can(StrEnum):
    """An act that a platform allows."""

    REPLY = "reply"
    HIDE = "hide"
    UNHIDE = "unhide"
    DELETE = "delete"
    LIKE = "like"
    UNLIKE = "unlike"
    BAN = "ban"
    UNBAN = "unban"


@dataclass(frozen=True)
class Setting:
    """One line of a channel's connect form; `kind` is text, url, secret, choice, lines, origins or flag."""

    name: str
    title: str
    kind: str = "text"
    about: str = ""
    required: bool = False
    default: object = ""
    choices: tuple = ()

    @property
    def secret(self):
        return self.kind == "secret"


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
    """The payload carries only an id: `fetch` finds the rest, in a job."""

    platform_id: str


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
class Page:
    """What one poll gave: payloads, where to go on, and whether more waits."""

    payloads: list
    cursor: object
    more: bool = False


@dataclass(frozen=True)
class Sent:
    """What the platform answered to an act: its id for what was made, its state for what was changed."""

    platform_id: str | None = None
    state: str | None = None


class Connector:
    """The code that speaks to one platform, made for one channel's settings and secrets.

    `parse` never calls out; acts get the stored comment. Failures are the four of lib/errors.py.
    """

    name = ""
    title = ""
    icon = "globe"
    # What it is, for who chooses what to connect; offered unless only the product makes such channels.
    about = ""
    offered = True
    settings: tuple = ()
    can: frozenset = frozenset()
    receives_webhooks = False
    # The most characters an answer may have.
    reply_limit = 8000
    # The largest body that is read at all.
    body_limit = 1024 * 1024

    def __init__(self, settings=None, secrets=None):
        self.set = {
            **{s.name: s.default for s in self.settings if not s.secret},
            **(settings or {}),
        }
        self.secrets = secrets or {}

    @property
    def allows(self):
        """What this channel can, of all that its platform can: some acts need a setting or a granted scope."""
        return self.can

    def verify(self, delivery):
        """Check that the delivery is from the platform; raises Unacceptable (401 or 403) when it is not."""
        raise NotImplementedError

    def measure(self, delivery):
        """How many items a delivery carries; raises Unacceptable (400) for what no parser could read."""
        return 1

    def fingerprint(self, delivery):
        """What makes a delivery this one and no other: the same again is known, and not stored twice."""
        return sha256(delivery.body).digest()

    def quote(self, payload, position):
        """One item of a payload as it was sent (from 1), for whoever looks at why it was refused."""
        return ""

    def parse(self, payload):
        """Yield what happened, in order: Incoming, Gone, StateChanged, Fetch or Bad, one for each item."""
        raise NotImplementedError
