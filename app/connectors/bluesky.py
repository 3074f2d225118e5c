"""Bluesky: mentions, quotes and replies to one account, on any server of the AT Protocol."""

import json
import re
import unicodedata
from base64 import urlsafe_b64decode
from datetime import UTC, datetime, timedelta

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.connectors.contract import (
    Can,
    Connector,
    Gone,
    Incoming,
    IncomingAuthor,
    IncomingPost,
    Page,
    Sent,
    Setting,
    Standing,
    Tokens,
    base_url,
)
from app.connectors.failures import auth_expired, gone, invalid, rate_limited, unsupported
from app.connectors.media import medium, told
from app.lib.calling import Caller
from app.lib.clock import now
from app.lib.errors import PermanentError
from app.lib.http import retry_after

POST, LIKE = "app.bsky.feed.post", "app.bsky.feed.like"
GATE, BLOCK = "app.bsky.feed.threadgate", "app.bsky.graph.block"
REASONS = ("reply", "mention", "quote")
# Own posts whose threads are followed, how many threads one poll reads, and what one page holds.
OWN_POSTS, THREADS_A_POLL, LIMIT, DEPTH = 20, 5, 50, 10
OVERLAP = timedelta(minutes=2)
LONGEST_BYTES, MOST_HIDDEN = 3000, 300
DEAD = {"ExpiredToken", "InvalidToken", "AuthMissing", "AuthenticationRequired", "AccountTakedown"}
NO_LONGER = {"NotFound", "RecordNotFound"}
_LINK = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)]")


class Bluesky(Connector):
    """Each reading walks back until what was read before; our own posts' threads, deep down silent, when they have grown."""

    name = "bluesky"
    title = "Bluesky"
    icon = "bluesky"
    about = _l("Mentions and quotes of your account, and what is said under its posts.")
    wants = _l("The account's handle, and an app password from its settings.")  # fmt: skip
    settings = (
        Setting("handle", _l("Handle"), required=True, about=_l("Such as pact.bsky.social.")),
        Setting("password", _l("App password"), kind="secret", required=True, about=_l("On Bluesky: Settings → Privacy and security → App passwords. Not the password you sign in with.")),
        Setting(
            "ban_by", _l("To ban somebody is to"), kind="choice", default="mute", advanced=True,
            choices=(("mute", _l("mute them, unseen by them")), ("block", _l("block them"))),
        ),
        base_url("https://bsky.social"),
    )  # fmt: skip
    can = frozenset(Can)
    acts_mean = {Can.HIDE: _l("fold it away under our post")}
    rhythm = (15, 45)
    renew_before = timedelta(minutes=10)
    recheck_at_once = 25
    reply_limit = 300

    @property
    def http(self):
        return Caller(
            self.set.get("pds") or self.set["base_url"],
            headers=self.headers(),
            explain=self.explain,
        )

    def headers(self):
        token = self.secrets.get("access")
        return {"Authorization": f"Bearer {token}"} if token else {}

    def explain(self, heard):
        left, most = (heard.headers.get(f"ratelimit-{word}", "") for word in ("remaining", "limit"))
        if left.isdigit() and most.isdigit() and int(most):
            self.usage = 1 - int(left) / int(most)
        if heard.status < 400 or heard.status >= 500:
            return
        name = error_of(heard)
        if heard.status == 429:
            reset = heard.headers.get("ratelimit-reset", "")
            until = datetime.fromtimestamp(int(reset), UTC) if reset.isdigit() else None
            raise rate_limited(until or retry_after(heard))
        if name in DEAD:
            raise auth_expired()
        if name in NO_LONGER:
            raise gone()
        if name == "InvalidSwap":
            raise Overtaken

    def length(self, text):
        """As people count: a letter with its marks and an emoji with its skin are one."""
        return sum(
            1
            for place, char in enumerate(text)
            if not (
                unicodedata.category(char) in ("Mn", "Me", "Cf")
                or "\U0001f3fb" <= char <= "\U0001f3ff"
                or (place and text[place - 1] == "\u200d")
            )
        )

    # Who we are

    def refresh_token(self):
        """A new pair for the old one; the password only when that is dead, since signing in is rationed."""
        if refresh := self.secrets.get("refresh"):
            try:
                return self.session(
                    "refreshSession", headers={"Authorization": f"Bearer {refresh}"}
                )
            except PermanentError:
                pass
        asked = {"identifier": self.set.get("handle"), "password": self.secrets.get("password")}
        return self.session("createSession", json=asked, headers={"Authorization": ""})

    def session(self, verb, **what):
        told = self.http.post(f"/xrpc/com.atproto.server.{verb}", **what).json
        secrets = {"access": told["accessJwt"], "refresh": told["refreshJwt"]}
        return Tokens(secrets, end_of(told["accessJwt"]))

    def check(self):
        if not self.secrets.get("access"):
            self.secrets = {**self.secrets, **self.refresh_token().secrets}
        told = self.ask("com.atproto.server.getSession")
        if told.get("active") is False:
            raise auth_expired(_("Bluesky has closed this account for now: %(why)s", why=told.get("status", "")))  # fmt: skip
        keep = {"pds": place} if (place := own_server(told.get("didDoc"))) else {}
        return Standing(told["did"], f"@{told['handle']}", keep=keep)

    # Reading

    def poll(self, cursor):
        """What we were told of since the last time, then the threads under our posts that have grown."""
        cursor = dict(cursor or {})
        own = {each["uri"]: each for each in self.own_posts()}
        if "seen" not in cursor:
            cursor = {"seen": (self.since or now()).isoformat(), "own": {} if self.since else counts(own)}  # fmt: skip
        asked = {"limit": LIMIT, "reasons": REASONS, "cursor": cursor.get("page")}
        answer = self.ask("app.bsky.notification.listNotifications", asked)
        items = answer["notifications"]
        border = moment(cursor["seen"]) - (timedelta() if not cursor.get("read") else OVERLAP)
        fresh = [each for each in items if moment(each["indexedAt"]) >= border]
        payloads = [{"post": slim(each), "about": about_of(each, own)} for each in fresh if each["reason"] in REASONS]  # fmt: skip
        newest = max([cursor.get("newest", ""), *(each["indexedAt"] for each in fresh)])
        reached = min((moment(each["indexedAt"]) for each in items), default=None)
        further = answer.get("cursor")
        if further and len(fresh) == len(items):
            # An empty page may still lead on.
            return Page(payloads, {**cursor, "page": further, "newest": newest}, more=True, reached=reached)  # fmt: skip
        cursor = {"seen": newest or cursor["seen"], "own": cursor["own"], "read": True}
        return self.read_threads(cursor, own, payloads)

    def read_threads(self, cursor, own, payloads):
        known = {uri: count for uri, count in cursor["own"].items() if uri in own}
        grown = [uri for uri, post in own.items() if post.get("replyCount") and post["replyCount"] != known.get(uri)]  # fmt: skip
        for uri in grown[:THREADS_A_POLL]:
            payloads += self.under(uri)
            known[uri] = own[uri]["replyCount"]
        return Page(payloads, {**cursor, "own": known}, more=len(grown) > THREADS_A_POLL)

    def own_posts(self):
        me = self.account_id or self.check().account_id
        asked = {"actor": me, "limit": OWN_POSTS, "filter": "posts_no_replies"}
        feed = self.ask("app.bsky.feed.getAuthorFeed", asked)["feed"]
        return [each["post"] for each in feed if each["post"]["author"]["did"] == me]

    def under(self, uri):
        """Everything under one post, each with the top of its thread and whether it is folded away."""
        told = self.thread(uri)
        gate = ((told.get("threadgate") or {}).get("record") or {}).get("hiddenReplies") or ()
        about = about_post(told["thread"]["post"])
        return [
            {"post": slim(post), "about": about, "top": top, "hidden": post["uri"] in gate}
            for post, top in walk(told["thread"])
        ]

    def thread(self, uri, depth=DEPTH):
        asked = {"uri": uri, "depth": depth, "parentHeight": 0}
        return self.ask("app.bsky.feed.getPostThread", asked)

    def count(self, post):
        return sum(1 for _ in walk(self.thread(post.platform_id)["thread"]))

    def read_post(self, post, cursor):
        return Page(self.under(post.platform_id), None)

    def posts(self, uris):
        return self.ask("app.bsky.feed.getPosts", {"uris": uris})["posts"]

    def fetch(self, platform_id, hint=None):
        return [{"post": slim(each), "about": {}} for each in self.posts([platform_id])]

    def recheck(self, comments):
        """Nothing can be edited here; what was deleted is left out of the answer."""
        there = {each["uri"] for each in self.posts([each.platform_id for each in comments])}
        return [{"gone": each.platform_id} for each in comments if each.platform_id not in there]

    def parse(self, payload):
        told_of = json.loads(payload)
        if "gone" in told_of:
            yield Gone(told_of["gone"])
            return
        yield self.incoming(told_of)

    def incoming(self, envelope):
        post = envelope["post"]
        record, author = post["record"], post["author"]
        above = record.get("reply") or {}
        root, parent = above.get("root") or {}, above.get("parent") or {}
        text, extra = told(record.get("text") or "", media_of(record))
        hidden = {True: "hidden", False: "visible"}.get(envelope.get("hidden"))
        ours = author["did"] == self.account_id
        return Incoming(
            platform_id=post["uri"], text=text, created_at=moment(post["indexedAt"]), author=author_from(author),
            post=post_from(envelope, root, record), parent_id=parent.get("uri") if parent.get("uri") != root.get("uri") else None,
            root_id=envelope.get("top"), url=link(post["uri"]), state=hidden, by_us=ours, can_delete=ours,
            can_hide=did_of(root.get("uri", "")) == self.account_id, lang=(record.get("langs") or [None])[0],
            extra={**extra, "cid": post["cid"], "root": root or None},
        )  # fmt: skip

    # Acting

    def reply(self, comment, text, *, reply_id=None):
        if len(text.encode()) > LONGEST_BYTES:
            raise invalid(_("This is too long for the platform."))
        parent = {"uri": comment.platform_id, "cid": comment.extra["cid"]}
        above = {"root": comment.extra.get("root") or parent, "parent": parent}
        record = {"$type": POST, "text": text, "createdAt": iso(now()), "reply": above}
        if facets := links_in(text):
            record["facets"] = facets
        # Asked for beforehand: an answer to what is gone would hang in the air.
        if not self.posts([comment.platform_id]):
            raise gone()
        return Sent(self.create(POST, record, once=True)["uri"])

    def find_reply(self, comment, text, since):
        for post, _top in walk(self.thread(comment.platform_id, depth=1)["thread"]):
            ours = post["author"]["did"] == self.account_id
            if ours and moment(post["indexedAt"]) >= since - OVERLAP and post["record"].get("text") == text:  # fmt: skip
                return Sent(post["uri"])
        return None

    def delete(self, comment):
        if not comment.by_us:
            raise unsupported()
        self.drop(comment.platform_id)
        return Sent(state="deleted")

    def like(self, comment):
        subject = {"uri": comment.platform_id, "cid": comment.extra["cid"]}
        self.create(LIKE, {"$type": LIKE, "subject": subject, "createdAt": iso(now())})
        return Sent()

    def unlike(self, comment):
        for post in self.posts([comment.platform_id]):
            if liked := (post.get("viewer") or {}).get("like"):
                self.drop(liked)
        return Sent()

    def hide(self, comment):
        return self.fold(comment, lambda hidden, uri: [*hidden, uri], "hidden")

    def unhide(self, comment):
        return self.fold(comment, lambda hidden, uri: hidden, "visible")

    def fold(self, comment, change, state):
        """Change the list of what is folded away under our post, leaving what else stands there as it is."""
        root = (comment.extra.get("root") or {}).get("uri", "")
        if did_of(root) != self.account_id:
            raise unsupported(_("Only who wrote the first post can fold replies away."))
        for _try in range(3):
            gate, version = self.gate(root)
            hidden = [uri for uri in gate.get("hiddenReplies") or () if uri != comment.platform_id]
            gate["hiddenReplies"] = change(hidden, comment.platform_id)
            if len(gate["hiddenReplies"]) > MOST_HIDDEN:
                raise invalid(_("At most %(most)s replies can be folded away under one post.", most=MOST_HIDDEN))  # fmt: skip
            try:
                self.write("putRecord", collection=GATE, rkey=key_of(root), record=gate, swapRecord=version)  # fmt: skip
                return Sent(state=state)
            except Overtaken:
                continue
        raise invalid(_("Somebody else is changing this post right now. Try again."))

    def gate(self, root):
        """What is folded away under a post, and which version of that list this is."""
        asked = {"repo": self.account_id, "collection": GATE, "rkey": key_of(root)}
        try:
            told_of = self.ask("com.atproto.repo.getRecord", asked)
        except PermanentError as error:
            if error.code != "gone":
                raise
            return {"$type": GATE, "post": root, "createdAt": iso(now())}, None
        return dict(told_of["value"]), told_of["cid"]

    def ban(self, comment):
        who = comment.author.platform_id
        if self.set["ban_by"] == "block":
            self.create(BLOCK, {"$type": BLOCK, "subject": who, "createdAt": iso(now())})
        else:
            self.http.post("/xrpc/app.bsky.graph.muteActor", json={"actor": who})
        return Sent()

    def unban(self, comment):
        """Whichever of the two it was."""
        who = comment.author.platform_id
        viewer = self.ask("app.bsky.actor.getProfile", {"actor": who}).get("viewer") or {}
        if viewer.get("blocking"):
            self.drop(viewer["blocking"])
        self.http.post("/xrpc/app.bsky.graph.unmuteActor", json={"actor": who})
        return Sent()

    def ask(self, method, query=()):
        return self.http.get(f"/xrpc/{method}", query).json

    def write(self, verb, *, once=False, **what):
        asked = {"repo": self.account_id, **what}
        return self.http.post(f"/xrpc/com.atproto.repo.{verb}", json=asked, once=once).json

    def create(self, collection, record, once=False):
        return self.write("createRecord", collection=collection, record=record, once=once)

    def drop(self, uri):
        _repo, collection, rkey = uri.removeprefix("at://").split("/")
        self.write("deleteRecord", collection=collection, rkey=rkey)


class Overtaken(Exception):
    """The record was changed since we read it."""


def error_of(heard):
    try:
        told_of = json.loads(heard.body)
        return told_of.get("error") if isinstance(told_of, dict) else None
    except ValueError:
        return None


def walk(node, top=None):
    """Every reply below, with the top of its thread; what is missing, blocked or unknown is passed over."""
    for each in node.get("replies") or ():
        if str(each.get("$type", "")).endswith("#threadViewPost"):
            name = top or each["post"]["uri"]
            yield each["post"], name
            yield from walk(each, name)


def slim(post):
    """What is kept of a post: nothing that changes while its words do not."""
    author = {name: post["author"].get(name) for name in ("did", "handle", "displayName", "avatar")}
    return {name: post[name] for name in ("uri", "cid", "record", "indexedAt")} | {"author": author}


def about_of(notice, own):
    """The post of ours that a reply stands under, as far as we have it."""
    root = ((notice["record"].get("reply") or {}).get("root") or {}).get("uri")
    return about_post(own[root]) if root in own else {}


def about_post(post):
    return {"text": post["record"].get("text", ""), "at": post["indexedAt"]}


def counts(own):
    return {uri: post.get("replyCount") or 0 for uri, post in own.items()}


def post_from(envelope, root, record):
    """What is commented on: the first post of the thread, or the one that is quoted."""
    quoted = ((record.get("embed") or {}).get("record") or {}).get("uri")
    uri, about = root.get("uri") or quoted, envelope.get("about") or {}
    if not uri:
        return None
    text = about.get("text", "")
    title = text if len(text) <= 120 else text[:119] + "…"
    return IncomingPost(uri, title, text, link(uri), moment(about.get("at")))


def author_from(author):
    return IncomingAuthor(
        author["did"], author.get("handle") or "", author.get("displayName") or "",
        f"https://bsky.app/profile/{author['did']}", author.get("avatar"),
    )  # fmt: skip


def media_of(record):
    embed = record.get("embed") or {}
    embed = embed.get("media") or embed
    images = [medium("image", "", each.get("alt")) for each in embed.get("images") or ()]
    video = [medium("video", "", embed.get("alt"))] if embed.get("video") else []
    outside = embed.get("external") or {}
    return images + video + ([medium("link", outside.get("uri"), outside.get("title"))] if outside else [])  # fmt: skip


def links_in(text):
    """Where links are, in bytes: they are not found by themselves."""
    return [
        {
            "index": {"byteStart": len(text[: found.start()].encode()), "byteEnd": len(text[: found.end()].encode())},
            "features": [{"$type": "app.bsky.richtext.facet#link", "uri": found[0]}],
        }
        for found in _LINK.finditer(text)
    ]  # fmt: skip


def own_server(document):
    """Where an account really lives, as its own document says."""
    for service in (document or {}).get("service") or ():
        if str(service.get("id", "")).endswith("#atproto_pds"):
            return str(service.get("serviceEndpoint") or "").rstrip("/") or None
    return None


def end_of(token):
    """When a session ends, told inside its token."""
    try:
        body = token.split(".")[1]
        told_of = json.loads(urlsafe_b64decode(body + "=" * (-len(body) % 4)))
        return datetime.fromtimestamp(told_of["exp"], UTC)
    except (IndexError, KeyError, ValueError, TypeError):
        return None


def did_of(uri):
    return uri.removeprefix("at://").partition("/")[0]


def key_of(uri):
    return uri.rpartition("/")[2]


def link(uri):
    return f"https://bsky.app/profile/{did_of(uri)}/post/{key_of(uri)}"


def moment(text):
    return datetime.fromisoformat(text) if text else None


def iso(at):
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
