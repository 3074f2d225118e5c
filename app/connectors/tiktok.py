"""TikTok business accounts: the comments under their own videos."""

import json
from datetime import timedelta
from urllib.parse import urlencode

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.connectors import signature
from app.connectors.contract import (
    Account,
    Bad,
    Begun,
    Budget,
    Can,
    Connector,
    Gone,
    Incoming,
    Page,
    Part,
    Sent,
    Setting,
    Standing,
    Tokens,
    base_url,
)
from app.connectors.failures import (
    GONE,
    auth_expired,
    gone,
    happened,
    invalid,
    permission_missing,
    quota_exhausted,
    rate_limited,
    transient,
)
from app.connectors.media import medium, told
from app.connectors.reading import read_json
from app.connectors.tiktok_videos import (
    COMMENTS,
    NEWEST,
    Videos,
    about_video,
    answers_to,
    author_of,
    envelope,
    greeting,
    id_of,
    moment,
    news_in,
    post_of,
    state_of,
    top_of,
)
from app.lib.calling import Caller
from app.lib.clock import later, now
from app.lib.errors import PermanentError, Refused, Unsure
from app.lib.http import retry_after

READ, MANAGE = "comment.list", "comment.list.manage"
SCOPES = ("user.info.basic", "user.info.username", "video.list", READ, MANAGE)
OUR_FIELDS = json.dumps(["username", "display_name"])
# What was just told may not be in the lists yet.
LAG = timedelta(minutes=15)
# What TikTok says by numbers, in answers that are all 200.
NO_PERMISSION, WRONG, NOT_THERE, TOO_FAST = 40001, 40002, 40007, (40016, 40100)
DEAD_KEY, THEIR_FAULT = range(40102, 40120), 50_000


class TikTok(Videos, Connector):
    """Deliveries bring ids, and lists what they count: the words of both are fetched."""

    name = "tiktok"
    title = "TikTok"
    icon = "tiktok"
    about = _l("Comments under your account's videos, once TikTok has approved your application.")
    wants = _l("A business account, and an application that TikTok has approved for it.")  # fmt: skip
    settings = (
        Setting("token", _l("Access token"), kind="secret", about=_l("Only if you do not connect with your TikTok account: it lives for a day.")),
        Setting("business", _l("Number of the business account"), about=_l("TikTok gives it with the token, as open_id."), advanced=True),
        base_url("https://business-api.tiktok.com/open_api/v1.3"),
        base_url("https://www.tiktok.com/v2/auth/authorize/", name="sign_in_url"),
    )  # fmt: skip
    can = frozenset((Can.REPLY, Can.HIDE, Can.UNHIDE, Can.DELETE, Can.LIKE, Can.UNLIKE))
    needs = dict.fromkeys(can, MANAGE)
    only_ours = frozenset((Can.DELETE,))
    receives_webhooks = shares_webhook = True
    # TikTok takes no return address that does not end so.
    return_ends_with = "/"
    app_settings = {"id": "TIKTOK_CLIENT_ID", "secret": "TIKTOK_CLIENT_SECRET"}
    budget = Budget(_l("calls"), None)
    rhythm = (60, 300)
    renew_before = timedelta(hours=2)
    recheck_at_once = COMMENTS
    reply_limit = 150

    @property
    def us(self):
        return self.account_id or self.set.get("business") or None

    def headers(self):
        token = self.secrets.get("token")
        return {"Access-Token": token} if token else {}

    def limit_for(self, comment):
        return self.reply_limit - len(greeting(comment))

    # Calling

    def ask(self, path, **query):
        self.spent += 1
        return data_of(self.http.get(path, {"business_id": self.us, **query}))

    def tell(self, path, *, once=False, **what):
        self.spent += 1
        return data_of(self.http.post(path, json={"business_id": self.us, **what}, once=once))

    def explain(self, heard):
        """Every answer is a 200; what it means is a number inside."""
        if heard.status >= 300:
            return
        answer = heard.json
        code = answer.get("code") if isinstance(answer, dict) else None
        if code == 0:
            return
        if not isinstance(code, int) or code >= THEIR_FAULT:
            raise Unsure(happened("broken")) if heard.once else transient("broken")
        words = heard.said
        if code in TOO_FAST:
            raise quota_exhausted(tomorrow()) if "daily" in words else rate_limited(retry_after(heard))  # fmt: skip
        if code in DEAD_KEY:
            raise auth_expired()
        if code == NOT_THERE or (code == WRONG and says(words, "not exist", "not found", "deleted")):  # fmt: skip
            raise gone()
        if code == NO_PERMISSION or says(words, "permission"):
            raise permission_missing(words=words or None)
        raise invalid(words or happened("refused"))

    # Connecting

    def begin(self, redirect, state):
        query = {
            "client_key": self.app["id"], "scope": ",".join(SCOPES), "response_type": "code",
            "redirect_uri": redirect, "state": state,
        }  # fmt: skip
        return Begun(f"{self.set['sign_in_url']}?{urlencode(query)}")

    def finish(self, query, redirect, keep):
        """The one account that the person is signed in with."""
        if "code" not in query:
            raise invalid(_("TikTok did not let us in: access was not granted."))
        keys = self.keys("token", "authorization_code", auth_code=query["code"], redirect_uri=redirect)  # fmt: skip
        granted = scopes_in(keys)
        if READ not in granted:
            raise invalid(_("Allow Sada to read your comments in TikTok's window: without it nothing comes in."))  # fmt: skip
        tokens = tokens_in(keys)
        us = type(self)(self.set, tokens.secrets, account_id=keys["open_id"], app=self.app).mine()
        handle = us.get("username") or ""
        return [Account(
            keys["open_id"], us.get("display_name") or handle, tokens.secrets, about=handle and f"@{handle}",
            url=f"https://www.tiktok.com/@{handle}" if handle else None, granted=granted, expires_at=tokens.expires_at,
        )]  # fmt: skip

    def refresh_token(self):
        """A new key for a day; the lasting one may be a new one too."""
        if not self.secrets.get("refresh"):
            raise auth_expired()
        try:
            return tokens_in(self.keys("refresh_token", "refresh_token", refresh_token=self.secrets["refresh"]))  # fmt: skip
        except (Refused, PermanentError) as error:
            raise auth_expired() from error

    def keys(self, path, kind, **asked):
        ours = {"client_id": self.app.get("id"), "client_secret": self.app.get("secret")}
        return data_of(self.bare.post(f"/tt_user/oauth2/{path}/", json={**ours, "grant_type": kind, **asked}))  # fmt: skip

    @property
    def bare(self):
        """Calls without our key in their headers."""
        return Caller(self.set["base_url"], explain=self.explain)

    def mine(self):
        return self.ask("/business/get/", fields=OUR_FIELDS)

    def check(self):
        key = {}
        if self.app.get("id"):
            asked = {"app_id": self.app["id"], "access_token": self.secrets.get("token")}
            key = data_of(self.bare.post("/tt_user/token_info/get/", json=asked))
        us = self.us or key.get("creator_id")
        if not us:
            raise invalid(_("Give the number of the business account: TikTok gives it with the token, as open_id."))  # fmt: skip
        told_us = type(self)({**self.set, "business": us}, self.secrets, account_id=us).mine()
        granted = scopes_in(key) if key.get("scope") else self.granted
        missing = tuple(each for each in (READ, MANAGE) if granted is not None and each not in granted)  # fmt: skip
        return Standing(us, told_us.get("display_name") or told_us.get("username") or us, granted, missing)  # fmt: skip

    # Reading

    def by_id(self, video, ids):
        """Comments as they are now; an id that is not among them is not there."""
        listed = self.comments(video, comment_ids=json.dumps(ids), max_count=COMMENTS)
        found = listed.get("comments") or []
        return {id_of(each): each for each in found if id_of(each) in ids}

    def fetch(self, platform_id, hint=None):
        """What a delivery only named. Lists lag: one that is not there yet comes with the next poll."""
        hint = hint or {}
        found = self.by_id(hint["video"], [platform_id])
        if found:
            video = next(iter(self.named(hint["video"])), {"item_id": hint["video"]})
            return [envelope(found[platform_id], about_video(video), hint.get("parent"))]
        if hint.get("at") and now() - moment(hint["at"]) < LAG:
            return []
        raise gone()

    def named(self, video):
        """One video of ours, in a list."""
        filters = json.dumps({"video_ids": [video]})
        listed = self.videos(filters=filters).get("videos") or ()
        return [each for each in listed if str(each["item_id"]) == video]

    def recheck(self, comments):
        """As they are now, one call for each video."""
        payloads, videos = [], {}
        for each in comments:
            if each.post:
                videos.setdefault(each.post.platform_id, []).append(each)
        for video, rows in videos.items():
            found = self.still(video, [each.platform_id for each in rows])
            for each in rows:
                now_there = found.get(each.platform_id)
                payloads.append(envelope(now_there, None, each.parent_platform_id) if now_there else {"gone": each.platform_id})  # fmt: skip
        if payloads and all("gone" in each for each in payloads):
            # To whoever may not read any more everything would look deleted.
            self.mine()
        return payloads

    def still(self, video, ids):
        try:
            return self.by_id(video, ids)
        except PermanentError as error:
            if error.code != GONE:
                raise
            return {}

    def count(self, post):
        return next((each.get("comments") for each in self.named(post.platform_id)), None)

    def read_post(self, post, cursor):
        """Everything under one video: a page of its comments, with the answers in their threads."""
        listed = self.comments(post.platform_id, cursor=cursor or 0, include_replies="true", **NEWEST)  # fmt: skip
        payloads = []
        for thread in listed.get("comments") or ():
            payloads.append(envelope(thread, None))
            inline = thread.get("reply_list") or []
            if len(inline) < answers_to(thread):
                inline = self.all_replies(post.platform_id, id_of(thread))
            payloads += [envelope(each, None, id_of(thread)) for each in inline]
        more = bool(listed.get("has_more"))
        return Page(payloads, listed["cursor"] if more else None, more)

    def all_replies(self, video, thread):
        """The answers in a thread, the newest first."""
        at, more = 0, True
        while more:
            listed = self.replies(video, thread, at)
            yield from listed.get("comments") or ()
            at, more = listed.get("cursor"), bool(listed.get("has_more"))

    # Deliveries

    def verify(self, delivery):
        given = delivery.headers.get("tiktok-signature", "")
        parts = dict(each.strip().partition("=")[::2] for each in given.split(","))
        headers = {signature.TIMESTAMP: parts.get("t", ""), signature.SIGNATURE: parts.get("s", "")}
        signature.check([self.app.get("secret")], headers, delivery.body)

    def route(self, delivery):
        """One delivery tells one thing of one account; what is no comment goes no further."""
        kept = read_json(delivery.body)
        items = self.measure(delivery)
        if items:
            yield Part(str(kept.get("user_openid")), delivery.body, items)

    def measure(self, delivery):
        return len(list(self.parse(delivery.body)))

    # Understanding

    def parse(self, payload):
        kept = read_json(payload)
        if not isinstance(kept, dict):
            yield Bad("not-an-object")
        elif "comment" in kept:
            yield self.incoming(kept["comment"], kept.get("video"))
        elif "gone" in kept:
            yield Gone(kept["gone"])
        elif kept.get("event") == "comment.update":
            yield from news_in(kept)

    def incoming(self, comment, video):
        pictures = [medium("image", comment["image_url"])] if comment.get("image_url") else []
        words, extra = told(comment.get("text") or "", pictures)
        ours = bool(comment.get("owner"))
        parent = comment.get("parent_comment_id") or None
        return Incoming(
            platform_id=id_of(comment), text=words, created_at=moment(comment.get("create_time")), author=author_of(comment),
            post=post_of(video or {"item_id": comment["video_id"]}), parent_id=parent and str(parent), root_id=parent and str(parent),
            url=(video or {}).get("share_url"), state=state_of(comment), by_us=ours, can_hide=False if ours else None,
            extra=extra or None,
        )  # fmt: skip

    # Acting

    def reply(self, comment, text, *, reply_id=None):
        """In the thread of what is answered: TikTok has two levels, and an answer to an answer says whom it is for."""
        made = self.tell(
            "/business/comment/reply/create/", video_id=comment.post.platform_id, comment_id=top_of(comment),
            text=greeting(comment) + text, once=True,
        )  # fmt: skip
        return Sent(str(made["comment_id"]))

    def find_reply(self, comment, text, since):
        wanted = (greeting(comment) + text).split()
        for each in self.all_replies(comment.post.platform_id, top_of(comment)):
            # Told in whole seconds.
            if moment(each["create_time"]) < since.replace(microsecond=0):
                return None
            if each.get("owner") and (each.get("text") or "").split() == wanted:
                return Sent(id_of(each))
        return None

    def hide(self, comment):
        return self.change("hide", comment, "HIDE", "hidden")

    def unhide(self, comment):
        return self.change("hide", comment, "UNHIDE", "visible")

    def like(self, comment):
        return self.change("like", comment, "LIKE")

    def unlike(self, comment):
        return self.change("like", comment, "UNLIKE")

    def change(self, what, comment, action, state=None):
        place = {"video_id": comment.post.platform_id} if what == "hide" else {}
        try:
            self.tell(f"/business/comment/{what}/", comment_id=comment.platform_id, action=action, **place)  # fmt: skip
        except Refused as error:
            if "already" not in str(error).lower():
                raise
        return Sent(state=state)

    def delete(self, comment):
        self.tell("/business/comment/delete/", comment_id=comment.platform_id)
        return Sent(state="deleted")


def data_of(heard):
    return heard.json.get("data") or {}


def tokens_in(keys):
    kept = {"token": keys["access_token"], "refresh": keys.get("refresh_token")}
    secrets = {name: value for name, value in kept.items() if value}
    return Tokens(secrets, later(seconds=int(keys["expires_in"])))


def scopes_in(keys):
    return frozenset((keys.get("scope") or "").replace(" ", ",").split(",")) - {""}


def says(words, *signs):
    return any(sign in words.lower() for sign in signs)


def tomorrow():
    return now().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
