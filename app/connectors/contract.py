"""What a connector is, and what it may say. Pure values: a connector never sees the database."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from hashlib import sha256

from flask_babel import lazy_gettext as _l

from app.connectors.connecting import Account, Begun, Budget, Standing, Tokens
from app.connectors.events import (
    Bad,
    Delivery,
    Fetch,
    Gone,
    Incoming,
    IncomingAuthor,
    IncomingPost,
    Page,
    Part,
    Push,
    Sent,
    Shake,
    StateChanged,
    Unacceptable,
)
from app.lib.calling import Caller

__all__ = [
    "Account", "Bad", "Begun", "Budget", "Can", "Connector", "Delivery", "Exports", "Fetch", "Gone", "Incoming",
    "IncomingAuthor", "IncomingPost", "Page", "Part", "Push", "Sent", "Setting", "Shake", "Standing", "StateChanged",
    "Tokens", "Unacceptable", "base_url",
]  # fmt: skip


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
class Exports:
    """What a platform's terms let leave in a file or a report: comments at all, their words, and how old (in days)."""

    rows: bool = True
    words: bool = True
    days: int | None = None


@dataclass(frozen=True)
class Setting:
    """One line of a channel's connect form; `kind` is text, url, secret, choice, lines, origins or flag.

    `advanced` ones have a default that is right for nearly everybody. `asked` says where: "" with a key (and before
    the platform's window when it is required), "key" with a key alone, "window" before the window alone, "both".
    """

    name: str
    title: str
    kind: str = "text"
    about: str = ""
    required: bool = False
    default: object = ""
    choices: tuple = ()
    advanced: bool = False
    asked: str = ""

    @property
    def secret(self):
        return self.kind == "secret"

    @property
    def before_window(self):
        """Whether it is asked before a person goes to the platform's own window."""
        return self.asked in ("window", "both") or (
            not self.asked and self.required and not self.secret
        )

    @property
    def with_key(self):
        return self.asked != "window"


def base_url(default, name="base_url"):
    """The setting that says where a platform is: the vendor's own address unless a test or a proxy says otherwise."""
    return Setting(name, _l("Address of the API"), kind="url", default=default, advanced=True)


class Connector:
    """The code that speaks to one platform, made for one channel's settings and secrets.

    `parse` never calls out; acts get the stored comment. Failures are the four of lib/errors.py, made by
    connectors/failures.py. A connector has whichever of these methods its platform allows; docs/connectors.md
    says what each is given and gives back:

        check  poll  fetch  recheck  count  read_post  find_reply  refresh_token  begin  finish
        verify  challenge  route  reply  hide  unhide  delete  like  unlike  ban  unban
    """

    name = ""
    title = ""
    icon = "globe"
    # What it is, for who chooses what to connect; offered unless only the product makes such channels.
    about = ""
    # What a person must have before they connect it, in one sentence.
    wants = ""
    offered = True
    settings: tuple = ()
    can: frozenset = frozenset()
    # Acts that cannot be taken back on this platform: the form says so, and asks. `acts_mean` is what they do there,
    # where that is not what the word says; `elsewhere` what only the platform's own page can do.
    final: frozenset = frozenset({Can.DELETE})
    acts_mean: dict = {}
    elsewhere: frozenset = frozenset()
    # Acts that the platform allows on our own words alone.
    only_ours: frozenset = frozenset()
    # The permission an act needs: an act whose permission was not granted is not offered.
    needs: dict = {}
    receives_webhooks = False
    # One address for all accounts, /webhooks/app/<name>: the platform knows our application and not our channels.
    shares_webhook = False
    # Its site may name a hub that tells of news by itself; `parse` then gets that too, and `self.cursor`.
    hears_hubs = False
    # Seconds between two polls: while there is news, and at most when it has long been quiet.
    rhythm = (15, 50)
    # How long before its end a token is renewed.
    renew_before = timedelta(minutes=5)
    # How often what arrived lately is looked at again: edited, deleted, missing?
    recheck_every = timedelta(hours=6)
    recheck_at_once = 50
    budget: Budget | None = None
    # What may leave in documents; figures always may.
    exports = Exports()
    # The team's own application on the platform: {our word: name of the setting in config.py}.
    app_settings: dict = {}
    # Whose window people go through, where that is not the platform's own name.
    window: object = ""
    # How the address must end that people are sent back to.
    return_ends_with = ""
    # The most characters an answer may have.
    reply_limit = 8000
    # The largest body that is read at all.
    body_limit = 1024 * 1024

    def __init__(
        self,
        settings=None,
        secrets=None,
        *,
        account_id=None,
        granted=None,
        since=None,
        app=None,
        cursor=None,
    ):
        self.set = {s.name: s.default for s in self.settings if not s.secret}
        self.set |= {
            name: value for name, value in (settings or {}).items() if value not in ("", None)
        }
        self.secrets = secrets or {}
        # Who we are there, what we were allowed (None: nobody knows), how far back to read at first, our application.
        self.account_id, self.granted, self.since, self.app = account_id, granted, since, app or {}
        # How far it has been read, for those who hear hubs.
        self.cursor = cursor
        # What this conversation has cost so far, and the share (0 to 1) the platform says is used up.
        self.spent, self.usage = 0, None

    @classmethod
    def is_set_up(cls, app):
        """Whether the team's own application is known, where people connect through the platform's window."""
        return all(app.values())

    @property
    def renews(self):
        """Whether this channel's key can be renewed without anybody's help."""
        return hasattr(self, "refresh_token")

    @property
    def allows(self):
        """What this channel can, of all that its platform can: some acts need a setting or a granted permission."""
        if self.granted is None:
            return self.can
        return frozenset(act for act in self.can if self.needs.get(act) in (None, *self.granted))

    @property
    def http(self):
        """How this channel calls its platform: `self.http.get("/path", limit=40).json`."""
        return Caller(self.set["base_url"], headers=self.headers(), explain=self.explain)

    def headers(self):
        """What goes with every call: who we are, never in the address."""
        token = self.secrets.get("token")
        return {"Authorization": f"Bearer {token}"} if token else {}

    def explain(self, answer):
        """Raise what an answer means, where that is not what its status says; None leaves it to the status."""

    def length(self, text):
        """How long an answer is as the platform counts."""
        return len(text)

    def limit_for(self, comment):
        """The most that an answer to this very comment may be."""
        return self.reply_limit

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
