"""X: who mentions one account or answers it. Every read and every act there costs money."""

import hmac
import json
from base64 import b64encode
from datetime import timedelta
from hashlib import sha256
from urllib.parse import quote

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.connectors import x_posts as posts
from app.connectors.contract import (
    Account,
    Budget,
    Can,
    Exports,
    Gone,
    Incoming,
    Page,
    Part,
    Sent,
    Setting,
    Shake,
    Standing,
    Unacceptable,
    base_url,
)
from app.connectors.failures import invalid, quota_exhausted, unsupported
from app.connectors.keys import ShortKeys, keys_in
from app.connectors.reading import read_json
from app.connectors.x_answers import Lost, NoneThere, busy, meaning, problems_in, used
from app.lib.clock import ago, later, now
from app.lib.errors import PermanentError, Refused

SCOPES = (
    "tweet.read users.read offline.access tweet.write tweet.moderate.write mute.read mute.write"
).split()
# Dollars, as X asked in 2026: reading what is ours, any post, a person; answering, with a link, hiding, muting, deleting.
OURS, POST, PERSON = 0.001, 0.005, 0.010
REPLY, WITH_LINK, HIDE, MUTE, DELETE = 0.010, 0.20, 0.010, 0.015, 0.005
LIMIT, FEWEST, ROOTS = 100, 5, 100
SEARCH_EVERY, SEARCHABLE, OVERLAP = timedelta(minutes=10), timedelta(days=6, hours=23), timedelta(minutes=1)  # fmt: skip
SAID = ("post.mention.create", "post.reply.create", "post.quote.create")
DELETED = "post.delete"


class X(ShortKeys):
    """Mentions are asked for and, where a webhook is set up, delivered too; answers are allowed to who summoned us."""

    name = "x"
    title = "X"
    icon = "x"
    about = _l(
        "Posts that mention your account, quote it or answer it. X asks money for every call."
    )
    wants = _l("The account itself, and once for the whole team an application at X, whose use X charges for.")  # fmt: skip
    settings = (
        Setting(
            "monthly_budget", _l("Dollars a month"), default="25",
            about=_l("Reading stops one dollar before, so that a few answers still go through. X bills your own account there."),
        ),
        Setting("search", _l("Look for answers that do not mention us too"), kind="flag", default=True, advanced=True),
        Setting("answer_all", _l("Our contract with X lets us answer everybody"), kind="flag", default=False, advanced=True),
        Setting("webhook", _l("Number of the webhook"), advanced=True, about=_l("Only if X delivers to this server: the id it gave the webhook.")),
        Setting(
            "spelling", _l("Names in calls"), kind="choice", default="tweet", advanced=True,
            choices=(("tweet", "tweet.fields"), ("post", "post.fields")),
        ),
        base_url("https://api.x.com/2"),
        base_url("https://api.x.com/2/oauth2/token", name="token_url"),
        base_url("https://x.com/i/oauth2/authorize", name="sign_in_url"),
    )  # fmt: skip
    scopes = SCOPES
    app_settings = {"id": "X_CLIENT_ID", "secret": "X_CLIENT_SECRET", "consumer_secret": "X_CONSUMER_SECRET"}  # fmt: skip
    can = frozenset((Can.REPLY, Can.HIDE, Can.UNHIDE, Can.DELETE, Can.BAN, Can.UNBAN))
    only_ours = frozenset({Can.DELETE})
    needs = {
        Can.REPLY: "tweet.write", Can.DELETE: "tweet.write", Can.HIDE: "tweet.moderate.write",
        Can.UNHIDE: "tweet.moderate.write", Can.BAN: "mute.write", Can.UNBAN: "mute.write",
    }  # fmt: skip
    acts_mean = {
        Can.HIDE: _l("put it behind “hidden replies” under your post, where whoever looks still finds it"),
        Can.BAN: _l("mute them: your account does not see them any more, everybody else does. X lets no program block people"),
    }  # fmt: skip
    elsewhere = frozenset({Can.LIKE})
    receives_webhooks = shares_webhook = True
    budget = Budget(_l("US dollars"), "monthly_budget", "month", "UTC", reserve=1)
    rhythm = (15, 50)
    recheck_every = timedelta(hours=20)
    recheck_at_once = LIMIT
    # Words of others are not handed on in files: the address of each is.
    exports = Exports(words=False)
    reply_limit = 280

    def length(self, text):
        return posts.weight(text)

    # Calling

    def explain(self, heard):
        self.usage = used(heard) or self.usage
        problems = problems_in(heard)
        if heard.status == 429:
            raise busy(heard, problems)
        if heard.status == 402:
            raise quota_exhausted(later(hours=6))
        if problems:
            failure = meaning(problems[0], heard)
            if failure:
                raise failure

    def pay(self, cost, method, path, **what):
        """An act, and what it costs unless X refuses it."""
        self.spent += cost
        try:
            return self.http.call(method, path, **what)
        except (PermanentError, Refused):
            self.spent -= cost
            raise

    def read(self, path, each=POST, **query):
        """Posts, with their people and pictures; counted by what came."""
        asked = {**posts.SPELLINGS[self.set["spelling"]], **posts.BESIDES}
        asked |= {name: value for name, value in query.items() if value is not None}
        told = self.http.get(path, asked).json
        includes = told.get("includes") or {}
        self.spent += each * len(told.get("data") or ()) + PERSON * len(includes.get("users") or ())
        others = (one.get("author_id") == self.account_id for one in posts.included(includes))
        self.spent += sum(OURS if ours else POST for ours in others)
        return told

    def own(self, edge=""):
        return f"/users/{quote(self.account_id or self.check().account_id, safe='')}{edge}"

    # Connecting

    def finish(self, query, redirect, keep):
        """The one account that the person is signed in with there."""
        told = self.exchanged(query, redirect, keep)
        if not told.get("refresh_token"):
            raise invalid(_("X gave no lasting key. Allow “offline access” to the application, then connect again."))  # fmt: skip
        key, granted = keys_in(told), frozenset((told.get("scope") or "").split())
        me = type(self)(self.set, key, app=self.app).me()
        ends, name = later(seconds=told["expires_in"]), me["username"]
        return [Account(me["id"], f"@{name}", key, {"username": name}, url=f"https://x.com/{name}", granted=granted, expires_at=ends)]  # fmt: skip

    def me(self):
        self.spent += PERSON
        return self.http.get("/users/me", {"user.fields": "username"}).json["data"]

    def check(self):
        me = self.me()
        if self.account_id and me["id"] != self.account_id:
            raise invalid(_("This key is of another account: %(name)s.", name=me["username"]))
        missing = () if self.granted is None else tuple(s for s in SCOPES if s not in self.granted)
        notes = () if self.is_subscribed(me["id"]) else (_("X does not deliver to us, so mentions are asked for."),)  # fmt: skip
        return Standing(me["id"], f"@{me['username']}", self.granted, missing, notes=notes, keep={"username": me["username"]})  # fmt: skip

    def is_subscribed(self, me):
        """Ask to be told what happens to this account, where a webhook was set up."""
        if not (self.set.get("webhook") and self.app.get("consumer_secret")):
            return False
        try:
            told = self.http.get("/activity/subscriptions", max_results=LIMIT).json
            there = {
                each["event_type"]
                for each in told.get("data") or ()
                if each["filter"].get("user_id") == me
            }
            for kind in (*SAID, DELETED):
                if kind not in there:
                    body = {"event_type": kind, "filter": {"user_id": me}, "webhook_id": self.set["webhook"]}  # fmt: skip
                    self.http.post("/activity/subscriptions", json=body)
        except (PermanentError, Refused):
            return False
        return True

    # Reading

    def poll(self, cursor):
        """Mentions since the last one we saw; now and then answers that do not mention us."""
        cursor = json.loads(json.dumps(cursor)) if cursor else self.start()
        if cursor.pop("begun", False):
            return Page([], cursor)
        walk = cursor["mentions"]
        told = self.step(walk, self.own("/mentions"), OURS)
        if not walk["token"] and self.is_search_due(cursor):
            self.look_further(cursor, told)
        payloads = [each for each in posts.pieces(told) if not posts.is_shared(each["data"])]
        self.place(payloads, cursor)
        reached = min((posts.moment(each["data"].get("created_at")) for each in payloads if each["data"].get("created_at")), default=None)  # fmt: skip
        return Page(payloads, cursor, more=bool(walk["token"] or cursor["search"]["token"]), reached=reached)  # fmt: skip

    def start(self):
        """Where reading begins: at `since`, or after the newest mention there is."""
        begins = posts.iso(self.since or now())
        walk = {"since": None, "start": begins, "token": None, "newest": None}
        cursor = {"mentions": dict(walk), "search": dict(walk), "searched": begins, "roots": {}}
        if self.since:
            return cursor
        told = self.read(self.own("/mentions"), OURS, max_results=FEWEST)
        cursor["mentions"]["since"] = newest_in(told)
        return {**cursor, "searched": posts.iso(now()), "begun": True}

    def step(self, walk, path, each, **query):
        """One page further; what X has forgotten, an id or a page, is taken up again by the time."""
        begins = {"since_id": walk["since"]} if walk["since"] else {"start_time": walk["start"]}
        try:
            told = self.read(path, each, max_results=LIMIT, pagination_token=walk["token"], **begins, **query)  # fmt: skip
        except Lost:
            if walk["since"] is None and walk["token"] is None:
                raise invalid(_("X did not understand from where to read.")) from None
            walk |= {"since": None, "token": None}
            return self.step(walk, path, each, **query)
        walk["newest"] = posts.larger(walk["newest"], newest_in(told))
        walk["token"] = (told.get("meta") or {}).get("next_token")
        if not walk["token"]:
            walk |= {"since": posts.larger(walk["newest"], walk["since"]), "newest": None}
            walk["start"] = posts.iso(now() - OVERLAP)
        return told

    def is_search_due(self, cursor):
        due = posts.moment(cursor["searched"]) <= ago(seconds=SEARCH_EVERY.total_seconds())
        return bool(self.set["search"] and self.set.get("username") and (due or cursor["search"]["token"]))  # fmt: skip

    def look_further(self, cursor, told):
        """Who answers us without a mention: found by searching the last week, added to what was told."""
        walk, name = cursor["search"], self.set["username"]
        if not walk["token"]:
            walk["start"] = max(walk["start"], posts.iso(now() - SEARCHABLE))
        found = self.step(walk, "/tweets/search/recent", POST, query=f"to:{name} is:reply -from:{name} -is:retweet")  # fmt: skip
        cursor["searched"] = posts.iso(now())
        told["data"] = [*(told.get("data") or ()), *(found.get("data") or ())]
        both = (told.get("includes") or {}, found.get("includes") or {})
        told["includes"] = {
            name: [each for one in both for each in one.get(name) or ()]
            for name in set(both[0]) | set(both[1])
        }

    def place(self, payloads, cursor):
        """Say what each conversation began with: only under our own posts can anything be hidden."""
        named = {posts.place_of(each["data"])[0] for each in payloads} - {None}
        there = {one["id"]: one for each in payloads for one in posts.included(each["includes"])}
        unknown = sorted(named - set(there) - set(cursor["roots"]))[:LIMIT]
        if unknown:
            told = self.many(unknown)
            there |= {one["id"]: posts.slim(one) for one in told.get("data") or ()}
        cursor["roots"] |= {name: there[name] for name in named if name in there}
        cursor["roots"] = dict(list(cursor["roots"].items())[-ROOTS:])
        for each in payloads:
            root = cursor["roots"].get(posts.place_of(each["data"])[0])
            if root and root not in posts.included(each["includes"]):
                each["includes"].setdefault("tweets", []).append(root)

    def many(self, ids):
        """Posts by their ids; that none of them is there is an answer like any other."""
        try:
            return self.read("/tweets", ids=",".join(ids))
        except NoneThere as nothing:
            return {"errors": nothing.problems}

    def recheck(self, comments):
        """As they are now; an edited post is asked for once more by its newest id, a missing one is gone."""
        ids = {latest(each): each.platform_id for each in comments}
        told = self.many(list(ids))
        found = {each["data"]["id"]: each for each in posts.pieces(told)}
        present = {posts.history(each["data"])[-1] for each in found.values()}
        if present - set(found):
            newer = self.many(sorted(present - set(found)))
            found |= {each["data"]["id"]: each for each in posts.pieces(newer)}
        said = {str(each.get("resource_id") or each.get("value")) for each in told.get("errors") or ()}  # fmt: skip
        return [*(found[name] for name in found if name in present), *({"gone": ids[name]} for name in ids if name in said and name not in found)]  # fmt: skip

    # Deliveries

    def verify(self, delivery):
        secret = self.app.get("consumer_secret") or ""
        given = delivery.headers.get("x-twitter-webhooks-signature", "").strip()
        if not secret:
            raise Unacceptable("secret-missing", 403)
        if not given:
            raise Unacceptable("signature-missing", 401)
        right = signature(secret, delivery.body)
        if not hmac.compare_digest(right.encode(), given.encode("utf-8", "replace")):
            raise Unacceptable("signature-wrong", 401)

    def challenge(self, delivery):
        asked, secret = delivery.query.get("crc_token"), self.app.get("consumer_secret")
        if not (asked and secret):
            raise Unacceptable("signature-wrong", 403)
        body = json.dumps({"response_token": signature(secret, asked.encode()[:1000])})
        return Shake(body, "application/json")

    def route(self, delivery):
        for event in events_in(read_json(delivery.body)):
            if event.get("event_type") in (*SAID, DELETED):
                body = json.dumps({"data": event}, ensure_ascii=False).encode("utf-8", "replace")
                yield Part(str((event.get("filter") or {}).get("user_id") or ""), body, 1)

    def fingerprint(self, delivery):
        """X may tell of the same event again in other bytes."""
        events = events_in(read_json(delivery.body))
        names = [each.get("event_uuid") for each in events]
        whole = "\n".join(names).encode() if names and all(names) else delivery.body
        return sha256(whole).digest()

    def measure(self, delivery):
        return len(list(self.parse(delivery.body)))

    # Understanding

    def parse(self, payload):
        kept = read_json(payload)
        if "gone" in kept:
            yield Gone(kept["gone"])
        elif events := events_in(kept):
            for event in events:
                yield from self.happened(event)
        else:
            for each in posts.pieces(kept):
                yield from self.said(each["data"], each["includes"])

    def happened(self, event):
        told = event.get("payload") or {}
        if event["event_type"] == DELETED:
            yield Gone(str(told["id"]))
        elif event["event_type"] in SAID:
            yield from self.said(told, event.get("includes") or told.get("includes") or {})

    def said(self, post, includes):
        if posts.is_shared(post):
            return
        own = posts.piece(post, includes)["includes"]
        under, parent = posts.place_of(post)
        text, extra = posts.words_of(post, own)
        ids, ours = posts.history(post), post.get("author_id") == self.account_id is not None
        made = posts.moment(post.get("created_at"))
        if ids[0] != ids[-1]:
            extra = {**extra, "latest": ids[-1]}
        author = posts.author_of(post, own)
        yield Incoming(
            platform_id=ids[0], text=text or "🏷", created_at=made, edited_at=made if ids[0] != ids[-1] else None,
            author=author, post=posts.post_of(under, includes), parent_id=parent, lang=posts.language_of(post),
            url=f"https://x.com/{(author and author.handle) or 'i'}/status/{ids[-1]}", by_us=ours, extra=extra or None,
            can_reply=None if ours else self.summoned(post, includes), can_hide=False if ours else self.is_under_us(post, includes),
        )  # fmt: skip

    def summoned(self, post, includes):
        """Whether X lets us answer: its author has mentioned or quoted us, or our contract allows it to anybody."""
        if self.set["answer_all"]:
            return None
        quoted = [name for kind, name in posts.above(post) if kind == "quoted"]
        by_us = {each["id"] for each in posts.included(includes) if each.get("author_id") == self.account_id}  # fmt: skip
        named = posts.mentions(post, self.account_id, self.set.get("username"))
        return named or any(name in by_us for name in quoted)

    def is_under_us(self, post, includes):
        """Whether it is an answer in a conversation that we began; None when nobody says."""
        answers, root = dict(posts.above(post)).get("replied_to"), post.get("conversation_id")
        if not (answers and self.account_id):
            return False
        began = {each["id"]: each.get("author_id") for each in posts.included(includes)}
        if root in began:
            return began[root] == self.account_id
        # Further down nobody says whose conversation it is.
        return post.get("in_reply_to_user_id") == self.account_id if answers == root else None

    # Acting

    def reply(self, comment, text, *, reply_id=None):
        body = {"text": text, "reply": {"in_reply_to_tweet_id": latest(comment)}}
        cost = WITH_LINK if "://" in text else REPLY
        return Sent(self.pay(cost, "POST", "/tweets", json=body, once=True).json["data"]["id"])

    def find_reply(self, comment, text, since):
        told = self.read(self.own("/tweets"), OURS, max_results=LIMIT, start_time=posts.iso(since))
        wanted = posts.spoken(text).split()
        for each in posts.pieces(told):
            answers = dict(posts.above(each["data"])).get("replied_to")
            said = posts.spoken(posts.words_of(each["data"], {})[0])
            if answers in (latest(comment), comment.platform_id) and said.split() == wanted:
                return Sent(posts.history(each["data"])[0])
        return None

    def hide(self, comment):
        return self.put(comment, True, "hidden")

    def unhide(self, comment):
        return self.put(comment, False, "visible")

    def put(self, comment, hidden, state):
        path = f"/tweets/{quote(latest(comment), safe='')}/hidden"
        told = self.pay(HIDE, "PUT", path, json={"hidden": hidden}).json
        if (told.get("data") or {}).get("hidden") is not hidden:
            raise invalid(_("X did not do it."))
        return Sent(state=state)

    def delete(self, comment):
        if not comment.by_us:
            raise unsupported()
        self.pay(DELETE, "DELETE", f"/tweets/{quote(latest(comment), safe='')}")
        return Sent(state="deleted")

    def ban(self, comment):
        self.pay(MUTE, "POST", self.own("/muting"), json={"target_user_id": comment.author.platform_id})  # fmt: skip
        return Sent()

    def unban(self, comment):
        self.pay(MUTE, "DELETE", self.own(f"/muting/{quote(comment.author.platform_id, safe='')}"))
        return Sent()


def latest(comment):
    """The id a post has now: an edit gives it a new one."""
    return (comment.extra or {}).get("latest") or comment.platform_id


def newest_in(told):
    """The newest id of a page, which is not always told."""
    said = (told.get("meta") or {}).get("newest_id")
    for each in told.get("data") or ():
        said = posts.larger(said, each["id"])
    return said


def events_in(told):
    """What happened, of a delivery; nothing when it is something that we asked for."""
    data = told.get("data") if isinstance(told, dict) else None
    found = data if isinstance(data, list) else [data]
    return [each for each in found if isinstance(each, dict) and "event_type" in each]


def signature(secret, body):
    made = hmac.new(secret.encode(), body, sha256).digest()
    return f"sha256={b64encode(made).decode()}"
