"""Meta's Graph API as Facebook pages and Instagram accounts share it: keys, errors, allowances, deliveries, connecting."""

import hashlib
import hmac
import json
import logging
import re
from base64 import urlsafe_b64decode
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.connectors.contract import (
    Begun,
    Connector,
    Part,
    Setting,
    Shake,
    Standing,
    Unacceptable,
    base_url,
)
from app.connectors.failures import (
    GONE,
    auth_expired,
    blocked,
    duplicate,
    gone,
    happened,
    invalid,
    permission_missing,
    quota_exhausted,
    rate_limited,
    transient,
)
from app.connectors.reading import read_json
from app.lib.calling import Caller, Heard, judge, pairs
from app.lib.clock import ago, later
from app.lib.errors import PermanentError, Refused, TransientError, Unsure
from app.lib.http import retry_after
from app.lib.text import clean

log = logging.getLogger(__name__)
VERSION = "v26.0"
DEAD_KEY, DENIED, PASSING, TWICE, BLOCKED, OLD_VERSION = (102, 190), (3, 10), (1, 2), 506, 368, 2635
TOO_MUCH = {4, 17, 32, 341, 613, *range(80000, 80015)}
# Why a key died, where Meta says it in a number.
DIED_OF = {
    458: _l("The application was removed from the account on Meta's side."),
    459: _l("Meta asks the person who connected to confirm their account first."),
    460: _l("The person who connected has changed their password at Meta."),
    463: _l("The key has ended."),
    464: _l("Meta asks the person who connected to confirm their account first."),
    492: _l("The person who connected has no role on the page any more."),
}
# What one delivery may be about, and whose it is.
OBJECTS = {
    "page": ("facebook", ("feed",)),
    "instagram": ("instagram", ("comments", "live_comments", "mentions")),
}
# What people say, of all that is told of a page.
SPOKEN = ("comment", "post", "status", "photo", "video", "share", "link", "album")
_SCOPE = re.compile(r"\b(?:pages|instagram|ads|business)_[a-z_]+\b")
# How far two clocks may be apart, in seconds.
CLOCKS = 60
# How a page of a list says where the next one begins.
PAGING = ("after", "until", "__paging_token", "offset")
settings = (
    base_url("https://graph.facebook.com"),
    Setting(
        "version", _l("Version of the API"), default=VERSION, advanced=True,
        about=_l("Each lives about two years; Meta tells administrators before one ends."),
    ),
    base_url("https://www.facebook.com", name="dialog_url"),
)  # fmt: skip


class AskedTooMuch(TransientError):
    """Meta would answer if less were asked for at once."""


class GraphCaller(Caller):
    """Each call proves that it comes from the application: a stolen key alone is of no use."""

    proof = ()

    def address(self, path, query):
        return super().address(path, [*pairs(query), *self.proof])


class Graph(Connector):
    """What both connectors are made of; each says its `scopes`, what `accounts` may be picked, and reads in its own way."""

    receives_webhooks = shares_webhook = True
    app_settings = {
        "id": "META_APP_ID",
        "secret": "META_APP_SECRET",
        "verify_token": "META_VERIFY_TOKEN",
    }
    scopes = ()
    # As many as one batch may hold.
    recheck_at_once = 50
    # Up to a thousand changes come in one delivery.
    body_limit = 4 * 1024 * 1024

    @property
    def place(self):
        return self.set["base_url"].rstrip("/")

    @property
    def http(self):
        caller = GraphCaller(
            f"{self.place}/{self.set['version']}", headers=self.headers(), explain=self.explain
        )
        token = self.secrets.get("token")
        if token and self.proving:
            caller.proof = (("appsecret_proof", signature(self.proving, token.encode())),)
        return caller

    @property
    def proving(self):
        """The secret of the application that our key was made for; nothing when we do not have it."""
        return self.app.get("secret")

    def explain(self, heard):
        self.usage = used(heard.headers) or self.usage
        error = error_in(heard)
        if error and (failure := meaning(error, heard)):
            raise failure

    def listed(self, path, asked, limit, fields):
        """One page of a list, and where the next begins; a shorter one where Meta finds a long one too heavy."""
        try:
            told = self.http.get(path, asked or {}, fields=fields, limit=limit).json
        except AskedTooMuch:
            if limit < 5:
                raise
            return self.listed(path, asked, limit // 5, fields)
        return told["data"], onward(told)

    def batch(self, paths):
        """Ask for many things in one call; what each answered: an object, GONE, or None when Meta did not get to it."""
        asked = json.dumps([{"method": "GET", "relative_url": path} for path in paths])
        told = self.http.post("/", form={"batch": asked, "include_headers": False}).json
        return [self.opened(each) for each in told]

    def opened(self, answer):
        if answer is None:
            return None
        heard = Heard(answer["code"], {}, (answer.get("body") or "").encode())
        try:
            self.explain(heard)
            judge(heard)
        except PermanentError as error:
            if error.code != GONE:
                raise
            return GONE
        return heard.json

    def still_us(self):
        """Raise when the key is another account's: to it, all that is ours would look deleted."""
        try:
            self.http.get(f"/{quote(self.account_id or 'me', safe='')}", fields="id")
        except PermanentError as error:
            raise (auth_expired() if error.code == GONE else error) from error

    # Connecting

    def begin(self, redirect, state):
        query = {
            "client_id": self.app["id"], "redirect_uri": redirect, "state": state,
            "response_type": "code", "scope": ",".join(self.scopes),
        }  # fmt: skip
        dialog = f"{self.set['dialog_url'].rstrip('/')}/{self.set['version']}/dialog/oauth"
        return Begun(f"{dialog}?{urlencode(query)}")

    def finish(self, query, redirect, keep):
        """A key that lasts, and with it the pages or accounts of the person who said yes."""
        if "code" not in query:
            raise invalid(_("Meta did not let us in: access was not granted."))
        ours = {"client_id": self.app["id"], "client_secret": self.app["secret"]}
        asked = {**ours, "redirect_uri": redirect, "code": query["code"]}
        short = self.http.post("/oauth/access_token", form=asked).json["access_token"]
        asked = {**ours, "grant_type": "fb_exchange_token", "fb_exchange_token": short}
        long = self.http.post("/oauth/access_token", form=asked).json["access_token"]
        person = type(self)(self.set, {"token": long}, app=self.app)
        about = person.about_key()
        found = list(person.accounts(about))
        if not found:
            raise invalid(self.nothing_to_pick)
        return [replace(each, settings={**each.settings, **whose(about)}) for each in found]

    def pages(self, fields):
        """Every page of the person whose key we speak with."""
        further = {}
        while further is not None:
            found, further = self.listed("/me/accounts", further, 100, fields)
            yield from found

    def about_key(self):
        """What Meta says of our key; nothing when it does not know our application."""
        if not (self.app.get("id") and self.app.get("secret")):
            return {}
        ours = {"Authorization": f"Bearer {self.app['id']}|{self.app['secret']}"}
        caller = Caller(f"{self.place}/{self.set['version']}", headers=ours, explain=self.explain)
        told = caller.get("/debug_token", input_token=self.secrets.get("token", "")).json["data"]
        if told.get("is_valid") is False:
            number = (told.get("error") or {}).get("subcode")
            raise auth_expired(str(DIED_OF[number]) if number in DIED_OF else None)
        return told

    def standing(self, account_id, name, *, notes=(), keep=None):
        about = self.what_is_told()
        granted = granted_by(about)
        missing = () if granted is None else tuple(s for s in self.scopes if s not in granted)
        if granted is None:
            notes += (_("Nobody can tell which permissions were granted: that needs the application the key was made for, in META_APP_ID and META_APP_SECRET."),)  # fmt: skip
        keep = {**(keep or {}), **whose(about)}
        return Standing(account_id, name, granted, missing, ends(about), notes, keep)

    def what_is_told(self):
        """Of a key that another application made, Meta tells us nothing."""
        try:
            return self.about_key()
        except Refused:
            return {}

    # Deliveries

    def verify(self, delivery):
        secrets = [
            each for each in (self.app.get("secret"), self.secrets.get("app_secret")) if each
        ]
        if not secrets:
            raise Unacceptable("secret-missing", 403)
        given = delivery.headers.get("x-hub-signature-256", "").strip().encode("utf-8", "replace")
        if not given:
            raise Unacceptable("signature-missing", 401)
        wanted = [f"sha256={signature(secret, delivery.body)}".encode() for secret in secrets]
        # Each is compared to its end: how long it takes tells nothing of which one came close.
        right = [hmac.compare_digest(each, given) for each in wanted]
        if not any(right):
            raise Unacceptable("signature-wrong", 401)

    def who_left(self, delivery):
        """The person who took our application away or wants their data deleted, as Meta signs it for us."""
        secret = self.app.get("secret")
        if not secret:
            raise Unacceptable("secret-missing", 403)
        form = dict(parse_qsl(delivery.body.decode("utf-8", "replace")))
        given, _dot, words = form.get("signed_request", "").partition(".")
        wanted = hmac.new(secret.encode(), words.encode(), hashlib.sha256).digest()
        if not words or not hmac.compare_digest(unpacked(given), wanted):
            raise Unacceptable("signature-wrong", 401)
        told = read_json(unpacked(words))
        person = told.get("user_id") if isinstance(told, dict) else None
        if str(told.get("algorithm", "")).upper() != "HMAC-SHA256" or not person:
            raise Unacceptable("not-items", 400)
        return str(person)

    def challenge(self, delivery):
        asked, word = delivery.query, self.app.get("verify_token") or ""
        shown = asked.get("hub.verify_token", "")
        right = word and hmac.compare_digest(word.encode(), shown.encode("utf-8", "replace"))
        if asked.get("hub.mode") != "subscribe" or not right:
            raise Unacceptable("signature-wrong", 403)
        return Shake(asked.get("hub.challenge", "")[:200])

    def route(self, delivery):
        """One part for each account; what nobody said, such as a like, goes no further."""
        told = read_json(delivery.body)
        name, fields = OBJECTS.get(told.get("object"), ("", ())) if isinstance(told, dict) else ("", ())  # fmt: skip
        for entry in (told.get("entry") or ()) if name else ():
            changes = [each for each in entry.get("changes") or () if is_said(each, fields)]
            if changes:
                part = {"object": told["object"], "entry": [{**entry, "changes": changes}]}
                body = json.dumps(part, ensure_ascii=False).encode("utf-8", "replace")
                yield Part(str(entry.get("id")), body, len(changes), name)

    def measure(self, delivery):
        return len(list(self.parse(delivery.body)))

    def changes(self, told):
        """(entry, field, value) of what a delivery tells of this very account, and that somebody said."""
        name, fields = OBJECTS.get(told.get("object"), ("", ()))
        for entry in (told.get("entry") or ()) if name == self.name else ():
            if self.account_id in (None, str(entry.get("id"))):
                for change in entry.get("changes") or ():
                    if is_said(change, fields):
                        yield entry, change["field"], change["value"]


def signature(secret, body):
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def unpacked(text):
    """The bytes of what Meta writes with 64 letters and without the signs at the end; none when it is no such text."""
    try:
        return urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    except ValueError:
        return b""


def whose(about):
    """Through which person's yes a key came to be, as Meta knows them for our application alone."""
    return {"app_user": str(about["user_id"])} if about.get("user_id") else {}


def is_said(change, fields):
    field, value = change.get("field"), change.get("value")
    return (
        field in fields
        and isinstance(value, dict)
        and (field != "feed" or value.get("item") in SPOKEN)
    )


def error_in(heard):
    """The error of an answer, which may stand in a 200 as well."""
    if heard.status < 400 and b'"error"' not in heard.body[:400]:
        return None
    try:
        told = json.loads(heard.body)
    except (ValueError, RecursionError):
        return None
    error = told.get("error") if isinstance(told, dict) else None
    return error if isinstance(error, dict) else None


def meaning(error, heard):
    """What one of Meta's numbers means for what comes next; None leaves it to the status."""
    code, sub = error.get("code"), error.get("error_subcode")
    log.warning("Graph error %s/%s (%s)", code, sub, clean(str(error.get("fbtrace_id")), 60))
    words = clean(error.get("error_user_msg") or error.get("message") or "", 300)
    if code in TOO_MUCH:
        return too_much(heard)
    if code in DEAD_KEY:
        return auth_expired(str(DIED_OF[sub]) if sub in DIED_OF else None)
    if code == 1 and "reduce the amount of data" in words:
        return AskedTooMuch(words)
    if code == OLD_VERSION:
        return PermanentError(happened("version"), code="version")
    if code in PASSING or error.get("is_transient"):
        return Unsure(_("The platform is busy.")) if heard.once else transient()
    if code in DENIED or (isinstance(code, int) and 200 <= code <= 299):
        return permission_missing(next(iter(_SCOPE.findall(words)), ""), words or None)
    if code == BLOCKED:
        return blocked(later(hours=2))
    if code == TWICE:
        return duplicate()
    if (code, sub) == (100, 33) or code in (24, 803):
        return gone()
    return Refused(words) if words and 400 <= heard.status < 500 else None


def too_much(heard):
    """How long to wait is told in minutes, in seconds, or not at all."""
    minutes = max((each.get("estimated_time_to_regain_access") or 0 for each in uses(heard.headers)), default=0)  # fmt: skip
    until = later(minutes=minutes) if minutes else retry_after(heard)
    if until is None and (used(heard.headers) or 0) >= 1:
        # Both allowances are counted over a rolling hour.
        return quota_exhausted(later(hours=1))
    return rate_limited(until or later(minutes=5))


def uses(headers):
    """Every account of use that the headers hold: percentages, and sometimes when it is over."""
    found = []
    for name in ("x-app-usage", "x-page-usage", "x-business-use-case-usage"):
        try:
            told = json.loads(headers.get(name) or "{}")
        except ValueError:
            continue
        lists = [each for each in told.values() if isinstance(each, list)]
        found += [each for rows in lists for each in rows] if lists else [told]
    return [each for each in found if isinstance(each, dict)]


def used(headers):
    """The largest share of any allowance that is used up; None when nothing is told."""
    names = ("call_count", "total_time", "total_cputime")
    shares = [each[name] / 100 for each in uses(headers) for name in names if isinstance(each.get(name), int | float)]  # fmt: skip
    return max(shares, default=None)


def onward(told):
    """What to ask with for the next page of a list, None at its end: an empty page may still lead on.

    The address that Meta gives for it holds our key, so only the place is taken out of it.
    """
    paging = told.get("paging") or {}
    if not paging.get("next"):
        return None
    place = {n: v for n, v in parse_qsl(urlsplit(paging["next"]).query) if n in PAGING}
    return place or {"after": (paging.get("cursors") or {}).get("after")}


def granted_by(about):
    return frozenset(about["scopes"]) if "scopes" in about else None


def ends(about):
    """When the key ends; one without an end of its own ends for people's data all the same."""
    seconds = about.get("expires_at") or about.get("data_access_expires_at")
    return datetime.fromtimestamp(seconds, UTC) if seconds else None


def moment(told):
    """Meta tells time in seconds in what it delivers, and as words in what it answers."""
    if not told:
        return None
    if isinstance(told, int | float):
        return datetime.fromtimestamp(told, UTC)
    return datetime.fromisoformat(told)


def beginning(since):
    """From when on a first reading takes what it finds; two clocks are never quite the same."""
    return (since or ago(seconds=CLOCKS)).isoformat()


def part(platform_id, fields):
    """One thing asked for in a batch."""
    return f"{quote(platform_id, safe='')}?{urlencode({'fields': fields})}"


def state_of(hidden, again):
    """Only a second look says that something is visible: after a first one we may be about to hide it ourselves."""
    return "hidden" if hidden else "visible" if again and hidden is not None else None
