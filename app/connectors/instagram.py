"""Instagram professional accounts: comments under what they publish, and comments that name them elsewhere."""

import re
from datetime import timedelta
from hashlib import sha256
from urllib.parse import quote

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.connectors import graph
from app.connectors.contract import (
    Account,
    Bad,
    Can,
    Fetch,
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
from app.connectors.failures import GONE, gone, invalid
from app.connectors.graph import Graph, beginning, granted_by, moment, onward, part, state_of
from app.connectors.reading import read_json
from app.lib.clock import later
from app.lib.errors import PermanentError, Refused
from app.lib.text import clean

SCOPES = (
    "instagram_basic instagram_manage_comments pages_show_list pages_read_engagement pages_manage_metadata"
).split()
MEDIA = "id,caption,permalink,timestamp,comments_count,media_product_type"
ONE = "id,text,timestamp,username,from{id,username},hidden,parent_id"
COMMENT = f"{ONE},replies.limit(50){{{ONE}}}"
MENTION = "id,text,timestamp,username,media{id,permalink}"
POSTS, COMMENTS = 25, 50
# Each poll looks at the newest posts and at one page of older ones: so many pages in a round.
ROUND = 4
MOST_TAGS, MOST_LINKS = 4, 1
WITH_FACEBOOK, WITH_INSTAGRAM = "facebook", "instagram"


class Instagram(Graph):
    """Nothing is told of edits, because there are none, nor of what was deleted or hidden: that is looked for."""

    name = "instagram"
    title = "Instagram"
    icon = "instagram"
    about = _l("Comments under what your professional account publishes, and comments that mention it.")  # fmt: skip
    wants = _l("A public professional account that is linked to a Facebook page you run, and the team's application at Meta.")  # fmt: skip
    settings = (
        Setting("token", _l("Access token"), kind="secret", about=_l("Only if you do not connect with your Facebook account: made in Meta's App Dashboard.")),
        Setting(
            "login", _l("The token is of"), kind="choice", default=WITH_FACEBOOK, advanced=True,
            choices=((WITH_FACEBOOK, _l("a Facebook page")), (WITH_INSTAGRAM, _l("the Instagram account itself"))),
        ),
        Setting(
            "app_secret", _l("Secret of the Instagram application"), kind="secret", advanced=True,
            about=_l("Only with a token of the Instagram account itself: Meta keeps a second secret for it."),
        ),
        *graph.settings,
        base_url("https://graph.instagram.com", name="instagram_url"),
    )  # fmt: skip
    can = frozenset((Can.REPLY, Can.HIDE, Can.UNHIDE, Can.DELETE))
    needs = dict.fromkeys(can, "instagram_manage_comments")
    scopes = SCOPES
    nothing_to_pick = _l("None of your pages has a professional Instagram account linked to it.")
    elsewhere = frozenset((Can.LIKE, Can.BAN))
    rhythm = (20, 60)
    reply_limit = 300
    renew_before = timedelta(days=30)

    @property
    def by_itself(self):
        """Whether our key is the Instagram account's own, for its own host; else it is its Facebook page's."""
        return self.set["login"] == WITH_INSTAGRAM

    @property
    def proving(self):
        return self.secrets.get("app_secret") if self.by_itself else super().proving

    @property
    def place(self):
        return self.set["instagram_url" if self.by_itself else "base_url"].rstrip("/")

    # Connecting

    def accounts(self, about):
        wanted = "id,name,access_token,instagram_business_account{id,username}"
        for page in self.pages(wanted):
            if ours := page.get("instagram_business_account"):
                name = ours.get("username") or ""
                yield Account(
                    ours["id"], f"@{name}", {"token": page["access_token"]},
                    {"username": name, "page": page["id"]}, about=page["name"],
                    url=f"https://www.instagram.com/{name}/", granted=granted_by(about),
                )  # fmt: skip

    def check(self):
        me = self.me()
        if self.account_id and me["id"] != self.account_id:
            raise invalid(_("This key is of another account: %(name)s.", name=me["username"]))
        keep = {"username": me["username"]} | ({"page": me["page"]} if me.get("page") else {})
        if self.by_itself:
            end = self.end()
            ends_at = moment(end["at"])
            return Standing(me["id"], f"@{me['username']}", expires_at=ends_at, keep={**keep, "ends": end})  # fmt: skip
        told = self.standing(me["id"], f"@{me['username']}", keep=keep)
        self.subscribe(me.get("page"))
        # A page's key is not renewed, so that its end is for people to know and nothing to work towards.
        notes = told.notes
        if told.expires_at:
            notes += (_("Meta asks you to connect again by %(day)s.", day=told.expires_at.date().isoformat()),)  # fmt: skip
        return Standing(told.account_id, told.account_name, told.granted, told.missing, notes=notes, keep=keep)  # fmt: skip

    def me(self):
        if self.by_itself:
            told = self.http.get("/me", fields="user_id,username").json
            return {"id": str(told["user_id"]), "username": told["username"]}
        told = self.http.get("/me", fields="id,instagram_business_account{id,username}").json
        if not told.get("instagram_business_account"):
            raise invalid(_("This page has no professional Instagram account linked to it."))
        return {**told["instagram_business_account"], "page": told["id"]}

    def end(self):
        """When the account's own key ends: nobody tells, so it counts from the day we first saw it."""
        mark, kept = (
            sha256(self.secrets["token"].encode()).hexdigest()[:12],
            self.set.get("ends") or {},
        )
        fresh = {"of": mark, "at": later(days=60).isoformat()}
        return kept if kept.get("of") == mark else fresh

    def subscribe(self, page):
        """Deliveries about the account come once the application is installed on its page."""
        if not (page and self.app.get("secret")):
            return
        try:
            self.http.post(path_of(page, "/subscribed_apps"), form={"subscribed_fields": "feed"})
        except (PermanentError, Refused):
            return

    def refresh_token(self):
        """The account's own key lives sixty days and has a successor; a page's key has none."""
        if not self.by_itself:
            self.check()
            return Tokens({})
        url = f"{self.place}/refresh_access_token"
        told = self.http.get(url, grant_type="ig_refresh_token").json
        return Tokens({"token": told["access_token"]}, later(seconds=told["expires_in"]))

    # Reading

    def poll(self, cursor):
        """Which posts have other numbers of comments than before; then the comments of these."""
        if cursor is None:
            self.subscribe(self.set.get("page"))
            cursor = {"from": beginning(self.since), "known": {}, "todo": [], "older": None, "pages": 0, "first": bool(self.since)}  # fmt: skip
            if not self.since:
                posts, _further = self.posts()
                return Page([], {**cursor, "known": {each["id"]: counted(each) for each in posts}})
        cursor = {**cursor, "known": dict(cursor["known"]), "todo": [dict(task) for task in cursor["todo"]]}  # fmt: skip
        if not cursor["todo"]:
            self.look(cursor)
        payloads = self.read_on(cursor) if cursor["todo"] else []
        reached = oldest(payloads) if cursor["first"] else None
        cursor["first"] &= bool(cursor["todo"] or cursor["older"])
        return Page(payloads, cursor, more=bool(cursor["todo"] or cursor["first"]), reached=reached)  # fmt: skip

    def look(self, cursor):
        """The newest posts and one page of older ones: those whose number of comments has changed."""
        posts, further = self.posts()
        if cursor["older"]:
            older, further = self.posts(cursor["older"])
            posts += older
        cursor["pages"] += 1
        cursor["older"] = further if cursor["pages"] < ROUND else None
        cursor["pages"] *= cursor["older"] is not None
        cursor["todo"] = [task for post in posts if (task := changed(post, cursor))]
        for name in list(cursor["known"])[: -(ROUND + 2) * POSTS]:
            del cursor["known"][name]

    def posts(self, further=None):
        return self.listed(self.own("/media"), further, POSTS, MEDIA)

    def own(self, edge=""):
        return path_of(self.account_id or "me", edge)

    def read_on(self, cursor):
        """One page of threads under the first post that is to be read; an old thread may hold what is new."""
        task = cursor["todo"][0]
        try:
            found, further = self.comments(task["post"]["id"], task["next"])
        except PermanentError as error:
            if error.code != GONE:
                raise
            found, further = [], None
        since = moment(task["since"])
        new = [each for each in found if moment(each["timestamp"]) >= since]
        task["missing"] -= len(new)
        stamps = [each["timestamp"] for each in new] + [task["newest"]] * bool(task["newest"])
        task["newest"] = max(stamps, default="", key=moment)
        if further is None or (found and not new and task["missing"] <= 0):
            cursor["known"][task["post"]["id"]] = [task["count"], task["newest"]]
            cursor["todo"].pop(0)
        else:
            task["next"] = further
        return [{"comment": each, "media": task["post"]} for each in new]

    def comments(self, media_id, further=None):
        """A page of threads, each top comment followed by all that answers it."""
        tops, further = self.listed(path_of(media_id, "/comments"), further, COMMENTS, COMMENT)
        found = []
        for top in tops:
            replies = top.pop("replies", None) or {}
            below = [*replies.get("data", ()), *self.more_replies(top["id"], onward(replies))]
            found += [top, *({"parent_id": top["id"], **each} for each in below)]
        return found, further

    def more_replies(self, name, further):
        while further is not None:
            found, further = self.listed(path_of(name, "/replies"), further, COMMENTS, ONE)
            yield from found

    def fetch(self, platform_id, hint=None):
        """A comment of our own, or one elsewhere that names us: that is shown to us in no other way."""
        if not (hint or {}).get("mention"):
            told = self.http.get(path_of(platform_id), fields=f"{ONE},media{{{MEDIA}}}").json
            return [{"comment": told, "media": told.pop("media", None)}]
        asked = f"mentioned_comment.comment_id({re.sub('[^0-9_]', '', platform_id)}){{{MENTION}}}"
        told = self.http.get(self.own(), fields=asked).json.get("mentioned_comment")
        if not told:
            raise gone()
        return [{"comment": told, "media": told.pop("media", None), "mention": hint["mention"]}]

    def recheck(self, comments):
        """As they are now; what only names us can be looked at by name alone."""
        ours = [each for each in comments if not mention_in(each)]
        answers = self.each([part(each.platform_id, ONE) for each in ours])
        if answers and all(each == GONE for each in answers):
            self.still_us()
        found = zip(ours, answers, strict=True)
        return [
            {"gone": comment.platform_id} if answer == GONE else {"comment": answer, "again": True}
            for comment, answer in found
            if answer
        ]

    def each(self, paths):
        """Several things at once, where the host can: Instagram's own takes one after the other."""
        if not self.by_itself:
            return self.batch(paths) if paths else []
        return [self.one(path) for path in paths]

    def one(self, path):
        try:
            return self.http.get(f"/{path}").json
        except PermanentError as error:
            if error.code != GONE:
                raise
            return GONE

    def count(self, post):
        told = self.http.get(path_of(post.platform_id), fields="comments_count").json
        return told["comments_count"]

    def read_post(self, post, cursor):
        found, further = self.comments(post.platform_id, cursor)
        return Page([{"comment": each} for each in found], further, more=further is not None)

    # Understanding

    def parse(self, payload):
        kept = read_json(payload)
        if "entry" in kept:
            for entry, field, value in self.changes(kept):
                yield self.delivered(entry, field, value)
        elif "gone" in kept:
            yield Gone(kept["gone"])
        elif "comment" in kept:
            mention, again = kept.get("mention"), kept.get("again")
            yield self.incoming(kept["comment"], kept.get("media"), mention, again=again)

    def delivered(self, entry, field, value):
        """The id of a comment is `id`; in parts of the documentation it is `comment_id`."""
        name = str(value.get("id") or value.get("comment_id") or "")
        media = value.get("media") or {}
        if not name:
            return Bad("no-id", {"field": "id"})
        if field == "mentions":
            return Fetch(name, {"mention": str(value.get("media_id") or "")})
        if not value.get("text"):
            return Fetch(name)
        # What is advertised is told twice, under the post and under its advertisement.
        post = str(media.get("original_media_id") or media.get("id") or "")
        told = {**value, "id": name, "timestamp": value.get("timestamp") or entry.get("time")}
        writer = value.get("from") or {}
        ours = str(entry["id"]) in (str(writer.get("id")), str(writer.get("self_ig_scoped_id")))
        return self.incoming(told, {"id": post} if post else None, ours=ours)

    def incoming(self, comment, media, mention=None, ours=False, again=False):
        writer = {"username": comment.get("username"), **(comment.get("from") or {})}
        ours = ours or self.is_us(writer)
        return Incoming(
            platform_id=str(comment["id"]), text=comment.get("text") or "🏷", created_at=moment(comment.get("timestamp")),
            author=author_of(writer), post=post_of(media), parent_id=str(comment.get("parent_id") or "") or None,
            url=(media or {}).get("permalink"), state=state_of(comment.get("hidden"), again),
            by_us=ours, can_hide=False if ours or mention else None, can_delete=False if mention else None,
            extra={"mention": mention} if mention else None,
        )  # fmt: skip

    def is_us(self, writer):
        """Our own words bear our id or, where ids are kept back, our name."""
        us = self.set.get("username")
        named = bool(us) and (writer.get("username") or "").lower() == us.lower()
        return named or (bool(self.account_id) and writer.get("id") == self.account_id)

    # Acting

    def reply(self, comment, text, *, reply_id=None):
        """Under a reply it goes to the end of the same thread; where we were named it goes by the mention."""
        fit(text)
        if media := mention_in(comment):
            asked = {"media_id": media, "comment_id": comment.platform_id, "message": text}
            told = self.http.post(self.own("/mentions"), form=asked, once=True).json
        else:
            path = path_of(comment.platform_id, "/replies")
            told = self.http.post(path, form={"message": text}, once=True).json
        return Sent(str(told["id"]))

    def find_reply(self, comment, text, since):
        if mention_in(comment):
            return None
        further, top = {}, comment.thread or comment.platform_id
        for each in self.more_replies(top, further):
            same = (each.get("text") or "").split() == text.split()
            writer = {"username": each.get("username"), **(each.get("from") or {})}
            if same and self.is_us(writer) and moment(each["timestamp"]) >= since:
                return Sent(each["id"])
        return None

    def hide(self, comment):
        return self.tell("POST", comment, "hidden", hide=True)

    def unhide(self, comment):
        return self.tell("POST", comment, "visible", hide=False)

    def delete(self, comment):
        return self.tell("DELETE", comment, "deleted")

    def tell(self, method, comment, state, **what):
        told = self.http.call(method, path_of(comment.platform_id), form=what or None).json
        if isinstance(told, dict) and told.get("success") is False:
            raise invalid(_("Instagram did not do it."))
        return Sent(state=state)


def path_of(platform_id, edge=""):
    return f"/{quote(platform_id, safe='')}{edge}"


def mention_in(comment):
    return (comment.extra or {}).get("mention")


def fit(text):
    """Instagram refuses these without saying why."""
    if len(re.findall(r"#\w", text)) > MOST_TAGS:
        raise invalid(_("Instagram takes at most %(most)s hashtags in an answer.", most=MOST_TAGS))
    if len(re.findall(r"https?://|www\.", text)) > MOST_LINKS:
        raise invalid(_("Instagram takes at most one link in an answer."))
    if sum(map(str.isalpha, text)) > 3 and text.isupper():
        raise invalid(_("Instagram does not take an answer that is all in capitals."))


def counted(post):
    """How many comments a post has, and up to which moment we have seen them."""
    return [post.get("comments_count") or 0, ""]


def changed(post, cursor):
    """What is to be read under a post, None when its number is the one we know; kept in mind either way."""
    count, known = post.get("comments_count") or 0, cursor["known"].pop(post["id"], None)
    before, at = known or (0, "")
    cursor["known"][post["id"]] = [min(count, before), at]
    if count <= before:
        return None
    missing = count - before if known else 0
    return {"post": post, "since": at or cursor["from"], "newest": at, "count": count, "missing": missing, "next": None}  # fmt: skip


def oldest(payloads):
    """How far back a reading has come."""
    return min((moment(each["comment"]["timestamp"]) for each in payloads), default=None)


def post_of(media):
    if not media:
        return None
    text = media.get("caption") or ""
    return IncomingPost(
        str(media["id"]), clean(text.partition("\n")[0], 120), text, media.get("permalink"), moment(media.get("timestamp")),
    )  # fmt: skip


def author_of(writer):
    """Who wrote; without the permission only the name is told."""
    handle = writer.get("username") or ""
    name = str(writer.get("id") or handle)
    url = f"https://www.instagram.com/{quote(handle)}/" if handle else None
    return IncomingAuthor(name, handle, url=url) if name else None
