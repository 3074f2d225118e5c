"""Mastodon and what speaks as it does: mentions of one account, and what is said under its posts."""

import json
import re
from datetime import datetime
from urllib.parse import parse_qs, quote, urlencode, urlsplit

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.connectors.contract import (
    Account,
    Begun,
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
)
from app.connectors.failures import GONE, invalid, rate_limited, unsupported
from app.connectors.media import medium, told
from app.lib.errors import PermanentError
from app.lib.http import retry_after
from app.lib.text import clean, plain_text

SCOPES = (
    "read:notifications read:statuses read:accounts write:statuses write:favourites write:blocks write:mutes"
).split()
# Own posts whose replies are followed, how many threads one poll reads, and what one page holds.
OWN_POSTS, THREADS_A_POLL, LIMIT = 20, 5, 40
_MENTIONS = re.compile(r"^(?:@[\w.-]+(?:@[\w.-]+)?\s+)+")


class Mastodon(Connector):
    """Reading is `min_id` forward, so that nothing is skipped after a time away; ids are words, never numbers."""

    name = "mastodon"
    title = "Mastodon"
    icon = "mastodon"
    about = _l(
        "Mentions of your account and the replies under its posts, on any Mastodon-compatible server."
    )
    wants = _l("An account on a server, and nothing else: Sada registers itself there.")  # fmt: skip
    settings = (
        Setting(
            "base_url", _l("Server"), kind="url", required=True,
            about=_l("The address of the server your account is on, such as https://mastodon.social."),
        ),
        Setting("token", _l("Access token"), kind="secret", about=_l("Only if you do not connect with your account: from Settings → Development on your server.")),
        Setting(
            "ban_by", _l("To ban somebody is to"), kind="choice", default="block", advanced=True,
            choices=(("block", _l("block them")), ("mute", _l("mute them, unseen by them"))),
        ),
    )  # fmt: skip
    can = frozenset((Can.REPLY, Can.DELETE, Can.LIKE, Can.UNLIKE, Can.BAN, Can.UNBAN))
    only_ours = frozenset({Can.DELETE})
    needs = {
        Can.REPLY: "write:statuses", Can.DELETE: "write:statuses", Can.LIKE: "write:favourites",
        Can.UNLIKE: "write:favourites", Can.BAN: "write:blocks", Can.UNBAN: "write:blocks",
    }  # fmt: skip
    rhythm = (15, 45)
    recheck_at_once = 30

    @property
    def reply_limit(self):
        return int(self.set.get("max_characters") or 500)

    def limit_for(self, comment):
        """The mention that an answer needs takes room; only its first part is counted."""
        handle = comment.author.handle if comment.author else ""
        return self.reply_limit - len(f"@{handle.partition('@')[0]} ")

    def length(self, text):
        """Every link counts as 23 characters, however long it is."""
        return len(re.sub(r"https?://\S+", "x" * 23, text))

    def explain(self, heard):
        left, most = (
            heard.headers.get(f"x-ratelimit-{word}", "") for word in ("remaining", "limit")
        )
        if left.isdigit() and most.isdigit() and int(most):
            self.usage = 1 - int(left) / int(most)
        if heard.status == 429:
            raise rate_limited(reset(heard))

    # Connecting

    def begin(self, redirect, state):
        """Register an application on this very server, and send the person there."""
        asked = {"client_name": "Sada", "redirect_uris": redirect, "scopes": " ".join(SCOPES)}
        app = self.http.post("/api/v1/apps", json=asked).json
        keep = {"client_id": app["client_id"], "client_secret": app["client_secret"]}
        query = {
            "client_id": app["client_id"], "redirect_uri": redirect, "response_type": "code",
            "scope": " ".join(SCOPES), "state": state,
        }  # fmt: skip
        return Begun(f"{self.set['base_url'].rstrip('/')}/oauth/authorize?{urlencode(query)}", keep)

    def finish(self, query, redirect, keep):
        """The one account that the person is signed in with there."""
        if "code" not in query:
            raise invalid(_("The server did not let us in: access was not granted."))
        asked = {
            "grant_type": "authorization_code",
            "code": query["code"],
            "redirect_uri": redirect,
            **keep,
        }
        told = self.http.post("/oauth/token", json=asked).json
        secrets = {"token": told["access_token"], **keep}
        granted = whole((told.get("scope") or " ".join(SCOPES)).split())
        me = type(self)(self.set, secrets).check()
        return [Account(me.account_id, me.account_name, secrets, granted=granted)]

    def check(self):
        me = self.http.get("/api/v1/accounts/verify_credentials").json
        granted = self.granted_scopes()
        missing = (
            () if granted is None else tuple(scope for scope in SCOPES if scope not in granted)
        )
        keep = {"max_characters": self.most_characters()}
        return Standing(me["id"], f"@{me['acct']}", granted, missing, keep=keep)

    def granted_scopes(self):
        """What our token may; None on servers that do not tell."""
        try:
            told = self.http.get("/api/v1/apps/verify_credentials").json
        except PermanentError:
            return None
        scopes = told.get("scopes") if isinstance(told, dict) else None
        return whole(scopes) if scopes else None

    def most_characters(self):
        for path in ("/api/v2/instance", "/api/v1/instance"):
            try:
                told = self.http.get(path).json
                return told["configuration"]["statuses"]["max_characters"]
            except (PermanentError, KeyError, TypeError):
                continue
        return 500

    # Reading

    def poll(self, cursor):
        """Mentions since the last one we saw, then the threads under our posts that have grown."""
        me = self.account_id or self.check().account_id
        own = {status["id"]: status for status in self.own_statuses(me)}
        cursor = cursor or self.start(own)
        if "back" in cursor:
            return self.read_back(cursor, own)
        query = [("types[]", "mention"), ("min_id", cursor["min"]), ("limit", LIMIT)]
        answer = self.http.get("/api/v1/notifications", query)
        payloads = self.mentions(answer.json, own)
        # Named by the server where it can be: an empty page may still lead on.
        further = id_in(answer.links.get("prev"), "min_id") or newest(answer.json)
        if further and further != cursor["min"]:
            return Page(payloads, {**cursor, "min": further}, more=True)
        return self.read_threads(cursor, own, payloads)

    def start(self, own):
        """Where reading begins: now, or `since` and from there back to now."""
        first = self.http.get("/api/v1/notifications", [("types[]", "mention"), ("limit", 1)]).json
        cursor = {"min": newest(first) or "0", "own": {}}
        if self.since:
            return {**cursor, "back": None}
        return {**cursor, "own": {name: status["replies_count"] for name, status in own.items()}}

    def read_back(self, cursor, own):
        """What was there before we came, newest first, as far as a person asked for."""
        query = [("types[]", "mention"), ("limit", LIMIT), ("max_id", cursor["back"])]
        answer = self.http.get("/api/v1/notifications", query)
        items = [each for each in answer.json if moment(each["created_at"]) >= self.since]
        reached = min((moment(each["created_at"]) for each in answer.json), default=None)
        older = id_in(answer.links.get("next"), "max_id")
        cursor = {**cursor, "back": older}
        if not older or (answer.json and len(items) < len(answer.json)):
            del cursor["back"]
        return Page(self.mentions(items, own), cursor, more=True, reached=reached)

    def read_threads(self, cursor, own, payloads):
        """Not everybody who writes under our posts mentions us."""
        known = {name: count for name, count in cursor["own"].items() if name in own}
        ours = [each for name, each in own.items() if each["in_reply_to_id"] and name not in known]
        payloads += [{"status": each, "place": self.place(each, own)} for each in ours]
        known |= {each["id"]: 0 for each in ours}
        grown = [each for name, each in own.items() if each["replies_count"] != known.get(name, 0)]
        for status in grown[:THREADS_A_POLL]:
            payloads += self.under(status)
            known[status["id"]] = status["replies_count"]
        return Page(payloads, {**cursor, "own": known}, more=len(grown) > THREADS_A_POLL)

    def own_statuses(self, me):
        path = f"/api/v1/accounts/{quote(me, safe='')}/statuses"
        return self.http.get(path, limit=OWN_POSTS, exclude_reblogs=True).json

    def mentions(self, notifications, own):
        statuses = [
            each["status"]
            for each in notifications
            if each["type"] == "mention" and each.get("status")
        ]
        return [{"status": status, "place": self.place(status, own)} for status in statuses]

    def place(self, status, own):
        """Where a status stands: under which post, in which thread, as an answer to what."""
        above = status["in_reply_to_id"]
        if not above:
            return {}
        if above in own and not own[above]["in_reply_to_id"]:
            return {"post": own[above]}
        ancestors = self.context(status["id"])["ancestors"]
        return placed(status, ancestors) if ancestors else {"parent": above}

    def under(self, status):
        """Everything under one status of ours, each with its place."""
        told = self.context(status["id"])
        above, below = (
            [*told["ancestors"], status],
            {each["id"]: each for each in told["descendants"]},
        )
        return [
            {"status": each, "place": placed(each, above + line(each, below))}
            for each in below.values()
        ]

    def context(self, platform_id):
        return self.http.get(f"{path_of(platform_id)}/context").json

    def fetch(self, platform_id, hint=None):
        status = self.http.get(path_of(platform_id)).json
        return [{"status": status, "place": self.place(status, {})}]

    def recheck(self, comments):
        """As they are now; what the server does not know any more is gone."""
        payloads = []
        for comment in comments:
            try:
                payloads.append({"status": self.http.get(path_of(comment.platform_id)).json})
            except PermanentError as error:
                if error.code != GONE:
                    raise
                payloads.append({"gone": comment.platform_id})
        return payloads

    def count(self, post):
        return len(self.context(post.platform_id)["descendants"])

    def read_post(self, post, cursor):
        return Page(self.under(self.http.get(path_of(post.platform_id)).json), None)

    def parse(self, payload):
        told = json.loads(payload)
        if "gone" in told:
            yield Gone(told["gone"])
            return
        yield self.incoming(told["status"], told.get("place") or {})

    def incoming(self, status, place):
        text, extra = words_of(status)
        return Incoming(
            platform_id=status["id"], text=text, created_at=moment(status["created_at"]),
            edited_at=moment(status.get("edited_at")), author=author_of(status["account"]),
            post=post_of(place.get("post")), parent_id=place.get("parent"), root_id=place.get("thread"),
            url=status.get("url"), lang=status.get("language"), extra=extra,
            visibility="private" if status["visibility"] in ("private", "direct") else "public",
            by_us=status["account"]["id"] == self.account_id,
        )  # fmt: skip

    # Acting

    def reply(self, comment, text, *, reply_id=None):
        """An answer names whom it answers, and is never more public than what it answers."""
        visibility = (comment.extra or {}).get("visibility") or "direct"
        body = {
            "status": f"@{comment.author.handle} {text}",
            "in_reply_to_id": comment.platform_id,
            "visibility": visibility,
        }
        key = {"Idempotency-Key": f"sada-reply-{reply_id}"} if reply_id else {}
        return Sent(
            self.http.post("/api/v1/statuses", json=body, headers=key, once=True).json["id"]
        )

    def find_reply(self, comment, text, since):
        for status in self.context(comment.platform_id)["descendants"]:
            ours = (
                status["account"]["id"] == self.account_id
                and status["in_reply_to_id"] == comment.platform_id
            )
            if ours and moment(status["created_at"]) >= since and same(status, text):
                return Sent(status["id"])
        return None

    def delete(self, comment):
        if not comment.by_us:
            raise unsupported()
        self.http.delete(path_of(comment.platform_id))
        return Sent(state="deleted")

    def like(self, comment):
        return self.tell(f"{path_of(comment.platform_id)}/favourite")

    def unlike(self, comment):
        return self.tell(f"{path_of(comment.platform_id)}/unfavourite")

    def ban(self, comment):
        return self.tell(f"{path_of(comment.author.platform_id, 'accounts')}/{self.set['ban_by']}")

    def unban(self, comment):
        return self.tell(
            f"{path_of(comment.author.platform_id, 'accounts')}/un{self.set['ban_by']}"
        )

    def tell(self, path):
        self.http.post(path)
        return Sent()


def path_of(platform_id, kind="statuses"):
    return f"/api/v1/{kind}/{quote(platform_id, safe='')}"


def whole(scopes):
    """Each scope with all that it includes: `write` is `write:statuses` and the others."""
    return frozenset(scopes) | {each for each in SCOPES if each.partition(":")[0] in scopes}


def id_in(link, name):
    return (parse_qs(urlsplit(link).query).get(name) or [None])[0] if link else None


def newest(notifications):
    return notifications[0]["id"] if notifications else None


def line(status, found):
    """The statuses between the top and this one, from the top down."""
    above, seen = [], set()
    while (name := status["in_reply_to_id"]) in found and name not in seen:
        seen.add(name)
        status = found[name]
        above.insert(0, status)
    return above


def placed(status, ancestors):
    """The first of those above is the post; the one below it begins the thread."""
    post, *above = ancestors
    parent = status["in_reply_to_id"] if above else None
    return {"post": post, "thread": above[0]["id"] if above else None, "parent": parent}


def words_of(status):
    """The text, without the mention of us that every reply begins with, and what is attached."""
    media = [
        medium(each["type"], each.get("url"), each.get("description"))
        for each in status["media_attachments"]
    ]
    text = "\n".join(
        filter(None, (status.get("spoiler_text"), plain_text(status["content"] or "")))
    )
    text, extra = told(text, media)
    return text, {**extra, "visibility": status["visibility"]}


def author_of(account):
    return IncomingAuthor(
        account["id"], account["acct"], account.get("display_name") or account["username"],
        account.get("url"), account.get("avatar_static"),
    )  # fmt: skip


def post_of(status):
    if not status:
        return None
    text = plain_text(status["content"] or "")
    title = clean(text.partition("\n")[0], 120)
    return IncomingPost(status["id"], title, text, status.get("url"), moment(status["created_at"]))


def same(status, text):
    """Whether a status says what we said, whatever the server made of the mention before it."""
    said = _MENTIONS.sub("", plain_text(status["content"] or ""))
    return said.split() == text.split()


def moment(text):
    return datetime.fromisoformat(text) if text else None


def reset(heard):
    """When the allowance is whole again: usually said as a moment, on some servers as seconds."""
    try:
        return retry_after(heard) or moment(heard.headers.get("x-ratelimit-reset"))
    except ValueError:
        return None
