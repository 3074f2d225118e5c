"""Facebook pages: the comments under their posts, and what visitors write on them."""

import json
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
    StateChanged,
)
from app.connectors.failures import GONE, invalid
from app.connectors.graph import Graph, beginning, ends, granted_by, moment, part, state_of
from app.connectors.media import medium, told
from app.connectors.reading import read_json
from app.lib.errors import PermanentError, Refused
from app.lib.text import clean

SCOPES = (
    "pages_show_list pages_manage_metadata pages_read_engagement pages_read_user_content pages_manage_engagement"
).split()
POST = "id,message,story,created_time,permalink_url,from{id,name}"
# One call tells of a whole page of posts which of them have a comment that we do not know.
NEWEST = "comments.filter(stream).order(reverse_chronological).limit(1).summary(total_count){id,created_time}"
COMMENT = "id,message,from{id,name},created_time,parent{id},is_hidden,can_hide,can_remove,can_comment,can_like,attachment,permalink_url"
POSTS, COMMENTS = 25, 100
# Each poll looks at the newest posts and at one page of older ones: so many pages in a round.
ROUND = 4
MEDIA = {
    "photo": "image", "sticker": "sticker", "animated_image_share": "gifv", "animated_image_autoplay": "gifv",
    "animated_image_video": "gifv", "share": "link", "video_inline": "video", "video_autoplay": "video",
    "video_share_youtube": "video", "video": "video",
}  # fmt: skip


class Facebook(Graph):
    """Deliveries tell at once; polling finds what they missed. A visitor's post is a comment like any other."""

    name = "facebook"
    title = _l("Facebook page")
    icon = "facebook"
    about = _l("Comments under your page's posts and what visitors write on it.")
    wants = _l("A role on the page that lets you moderate, and once for the whole team an application at Meta.")  # fmt: skip
    settings = (
        Setting("token", _l("Page access token"), kind="secret", about=_l("Only if you do not connect with your Facebook account.")),
        Setting("ads", _l("Read the comments under ads too"), kind="flag", default=False, advanced=True),
        *graph.settings,
    )  # fmt: skip
    can = frozenset(Can)
    needs = dict.fromkeys(Can, "pages_manage_engagement")
    acts_mean = {
        Can.HIDE: _l("hide it from all but its author and their friends"),
        Can.BAN: _l("keep them from writing on the page"),
    }
    scopes = SCOPES
    nothing_to_pick = _l("You run no Facebook page, or none was chosen in Facebook's window.")
    rhythm = (20, 60)

    # Connecting

    def accounts(self, about):
        for page in self.pages("id,name,access_token,tasks,link"):
            may = page.get("tasks")
            yield Account(
                page["id"], page["name"], {"token": page["access_token"]}, url=page.get("link"),
                about="" if may is None or "MODERATE" in may else _("Your role on this page does not let you moderate."),
                granted=granted_by(about), expires_at=ends({**about, "expires_at": 0}),
            )  # fmt: skip

    def check(self):
        me = self.http.get("/me", fields="id,name").json
        if self.account_id and me["id"] != self.account_id:
            raise invalid(_("This key is of another page: %(name)s.", name=me["name"]))
        notes = () if self.is_subscribed(me["id"]) else (
            _("Facebook does not deliver to us, so comments are looked for every minute."),
        )  # fmt: skip
        return self.standing(me["id"], me["name"], notes=notes)

    def is_subscribed(self, page):
        """Ask to be told of this page; it is the step that is forgotten most."""
        if not self.app.get("secret"):
            return False
        try:
            told = self.http.post(path_of(page, "/subscribed_apps"), form={"subscribed_fields": "feed"})  # fmt: skip
        except (PermanentError, Refused):
            return False
        return bool(told.json.get("success"))

    # Reading

    def poll(self, cursor):
        """Which posts have new comments; then these, newest first, as far back as we know them."""
        if cursor is None and self.account_id:
            self.is_subscribed(self.account_id)
        payloads = []
        if cursor is None:
            cursor = {"from": beginning(self.since), "known": {}, "todo": [], "older": None, "pages": 0, "first": bool(self.since)}  # fmt: skip
            if not self.since:
                posts, _further = self.posts()
                return Page([], {**cursor, "known": {post["id"]: newest_in(post) for post in posts}})  # fmt: skip
        cursor = json.loads(json.dumps(cursor))
        if not cursor["todo"]:
            payloads += self.look(cursor)
        if cursor["todo"]:
            payloads += self.read_on(cursor)
        reached = oldest(payloads) if cursor["first"] else None
        cursor["first"] &= bool(cursor["todo"] or cursor["older"])
        return Page(payloads, cursor, more=bool(cursor["todo"] or cursor["first"]), reached=reached)  # fmt: skip

    def look(self, cursor):
        """The newest posts and one page of older ones: visitors' own words, and what is to be read under each."""
        posts, further = self.posts()
        if cursor["older"]:
            older, further = self.posts(cursor["older"])
            posts += older
        if self.set["ads"]:
            posts += self.posts(edge="ads_posts")[0]
        cursor["pages"] += 1
        cursor["older"] = further if cursor["pages"] < ROUND else None
        cursor["pages"] *= cursor["older"] is not None
        payloads = [each for post in posts for each in self.visitor(post, cursor)]
        cursor["todo"] = [task for post in posts if (task := unread(post, cursor))]
        for name in list(cursor["known"])[: -(ROUND + 2) * POSTS]:
            del cursor["known"][name]
        return payloads

    def posts(self, further=None, edge="feed"):
        path = path_of(self.account_id or "me", f"/{edge}")
        return self.listed(path, further, POSTS, f"{POST},{NEWEST}")

    def visitor(self, post, cursor):
        """What somebody else wrote on the page, when it is new to us."""
        new = post["id"] not in cursor["known"]
        if new and self.is_others(post) and moment(post["created_time"]) >= moment(cursor["from"]):
            yield {"visitor": slim(post)}

    def is_others(self, post):
        return (post.get("from") or {}).get("id", self.account_id) != self.account_id

    def read_on(self, cursor):
        """One page of comments under the first post that is to be read."""
        task = cursor["todo"][0]
        try:
            found, further = self.comments(task["post"]["id"], task["next"])
        except PermanentError as error:
            if error.code != GONE:
                raise
            found, further = [], None
        since, skip = moment(task["since"]), task["skip"]
        new = [each for each in found if moment(each["created_time"]) >= since and each["id"] != skip]  # fmt: skip
        if further is None or any(moment(each["created_time"]) < since for each in found):
            cursor["known"][task["post"]["id"]] = task["newest"]
            cursor["todo"].pop(0)
        else:
            task["next"] = further
        return [{"comment": each, "post": task["post"]} for each in new]

    def comments(self, post_id, further=None):
        asked = {"filter": "stream", "order": "reverse_chronological", **(further or {})}
        return self.listed(path_of(post_id, "/comments"), asked, COMMENTS, COMMENT)

    def fetch(self, platform_id, hint=None):
        post = (hint or {}).get("post")
        if post == platform_id:
            return [{"visitor": self.http.get(path_of(post), fields=POST).json}]
        comment = self.http.get(path_of(platform_id), fields=COMMENT).json
        return [{"comment": comment, "post": post and self.http.get(path_of(post), fields=POST).json}]  # fmt: skip

    def recheck(self, comments):
        paths = [part(each.platform_id, POST if is_post(each) else COMMENT) for each in comments]
        payloads, answers = [], self.batch(paths)
        if answers and all(each == GONE for each in answers):
            self.still_us()
        for comment, answer in zip(comments, answers, strict=True):
            if answer == GONE:
                payloads.append({"gone": comment.platform_id})
            elif answer:
                what = "visitor" if is_post(comment) else "comment"
                payloads.append({what: answer, "again": True})
        return payloads

    def count(self, post):
        counted = "from{id},comments.filter(stream).limit(0).summary(total_count)"
        told = self.http.get(path_of(post.platform_id), fields=counted).json
        return told["comments"]["summary"]["total_count"] + self.is_others(told)

    def read_post(self, post, cursor):
        found, further = self.comments(post.platform_id, cursor)
        return Page([{"comment": each} for each in found], further, more=further is not None)

    # Understanding

    def parse(self, payload):
        kept = read_json(payload)
        if "entry" in kept:
            for entry, _field, value in self.changes(kept):
                yield from self.delivered(entry, value)
        elif "gone" in kept:
            yield Gone(kept["gone"])
        elif "visitor" in kept:
            yield self.written(kept["visitor"])
        elif "comment" in kept:
            yield self.incoming(kept["comment"], post_of(kept.get("post")), kept.get("again"))

    def delivered(self, entry, value):
        """One change of the page's feed; likes, shares and what the page itself publishes are no news."""
        is_comment, verb = value.get("item") == "comment", value.get("verb")
        name = str(value.get("comment_id" if is_comment else "post_id") or "")
        theirs = str((value.get("from") or {}).get("id") or entry["id"]) != str(entry["id"])
        if not name:
            yield Bad("no-id", {"field": "comment_id" if is_comment else "post_id"})
        elif verb == "remove":
            yield Gone(name)
        elif verb in ("hide", "unhide"):
            yield StateChanged(name, "hidden" if verb == "hide" else "visible")
        elif verb in ("add", "edit", "edited") and (is_comment or theirs):
            yield self.said(entry, value, name, is_comment)

    def said(self, entry, value, name, is_comment):
        post = str(value.get("post_id") or "")
        text, extra = told(value.get("message") or "", delivered_media(value))
        if not text:
            # A sticker, for one: what it shows is not in the delivery.
            return Fetch(name, {"post": post})
        above = str(value.get("parent_id") or "")
        writer = value.get("from") or {}
        url = (value.get("post") or {}).get("permalink_url")
        return Incoming(
            platform_id=name, text=text, created_at=moment(value.get("created_time") or entry.get("time")),
            author=author_of(writer), post=IncomingPost(post, url=url) if post else None,
            parent_id=above if is_comment and above not in ("", post) else None,
            url=f"https://www.facebook.com/{name}", extra=extra or (None if is_comment else {"visitor": True}),
            by_us=str(writer.get("id")) == str(entry["id"]),
        )  # fmt: skip

    def incoming(self, comment, post, again=False):
        text, extra = told(comment.get("message") or "", attached(comment.get("attachment")))
        if comment.get("can_like") is False:
            extra = {**extra, "cannot": ["like"]}
        return Incoming(
            platform_id=comment["id"], text=text or "🏷", created_at=moment(comment.get("created_time")),
            author=author_of(comment.get("from")), post=post, parent_id=(comment.get("parent") or {}).get("id"),
            url=comment.get("permalink_url"), state=state_of(comment.get("is_hidden"), again),
            by_us=(comment.get("from") or {}).get("id", "") == self.account_id, can_reply=comment.get("can_comment"),
            can_hide=comment.get("can_hide"), can_delete=comment.get("can_remove"), extra=extra,
        )  # fmt: skip

    def written(self, post):
        """A visitor's post, which is its own post too."""
        return Incoming(
            platform_id=post["id"], text=post.get("message") or post.get("story") or "🏷",
            created_at=moment(post.get("created_time")), author=author_of(post.get("from")), post=post_of(post),
            url=post.get("permalink_url"), extra={"visitor": True},
        )  # fmt: skip

    # Acting

    def reply(self, comment, text, *, reply_id=None):
        """Under a reply it goes to the end of the same thread: Facebook has two levels."""
        told = self.http.post(path_of(comment.platform_id, "/comments"), form={"message": text}, once=True)  # fmt: skip
        return Sent(told.json["id"])

    def find_reply(self, comment, text, since):
        further, top = {}, comment.thread or comment.platform_id
        while further is not None:
            found, further = self.comments(top, further)
            for each in found:
                if moment(each["created_time"]) < since:
                    return None
                ours = (each.get("from") or {}).get("id") == self.account_id
                if ours and (each.get("message") or "").split() == text.split():
                    return Sent(each["id"])
        return None

    def hide(self, comment):
        return self.tell("POST", path_of(comment.platform_id), "hidden", is_hidden=True)

    def unhide(self, comment):
        return self.tell("POST", path_of(comment.platform_id), "visible", is_hidden=False)

    def delete(self, comment):
        return self.tell("DELETE", path_of(comment.platform_id), "deleted")

    def like(self, comment):
        return self.tell("POST", path_of(comment.platform_id, "/likes"))

    def unlike(self, comment):
        return self.tell("DELETE", path_of(comment.platform_id, "/likes"))

    def ban(self, comment):
        return self.tell("POST", self.blocked, user=json.dumps([author_in(comment)]))

    def unban(self, comment):
        return self.tell("DELETE", self.blocked, user=author_in(comment))

    @property
    def blocked(self):
        return path_of(self.account_id or "me", "/blocked")

    def tell(self, method, path, state=None, **what):
        """Do it; Meta may say no in a 200, once for each that was named."""
        where = {"form": what} if method == "POST" else {"query": what}
        told = self.http.call(method, path, **where).json
        if isinstance(told, dict) and False in told.values():
            raise invalid(_("Facebook did not do it."))
        return Sent(state=state)


def path_of(platform_id, edge=""):
    return f"/{quote(platform_id, safe='')}{edge}"


def author_in(comment):
    if comment.author is None:
        raise invalid(_("Facebook does not tell who wrote this."))
    return comment.author.platform_id


def is_post(comment):
    return bool((comment.extra or {}).get("visitor"))


def newest_in(post):
    """The newest comment under a post, when and which, and how many there are; it may be kept from us."""
    told = post.get("comments") or {}
    newest = (told.get("data") or [{}])[0]
    count = (told.get("summary") or {}).get("total_count") or 0
    return [newest.get("created_time", ""), newest.get("id", ""), count]


def unread(post, cursor):
    """What is to be read under a post, None when we know it; kept in mind either way."""
    known, newest = cursor["known"].pop(post["id"], None), newest_in(post)
    at, name, before = known or ("", "", 0)
    since = at or cursor["from"]
    fresh = newest[1] not in ("", name) and moment(newest[0]) >= moment(since)
    more = newest[2] > before and (known is not None or not newest[1])
    newest = newest if newest[1] else [at, name, newest[2]]
    if not (fresh or more):
        cursor["known"][post["id"]] = newest
        return None
    cursor["known"][post["id"]] = known or ["", "", 0]
    return {"post": slim(post), "since": since, "skip": name, "newest": newest, "next": None}


def slim(post):
    kept = {name: value for name, value in post.items() if name != "comments"}
    return {**kept, "message": (post.get("message") or "")[:2000]}


def oldest(payloads):
    """How far back a reading has come."""
    times = [moment(each["comment"]["created_time"]) for each in payloads if "comment" in each]
    return min(times, default=None)


def post_of(post):
    if not post:
        return None
    text = post.get("message") or post.get("story") or ""
    return IncomingPost(
        post["id"], clean(text.partition("\n")[0], 120), text, post.get("permalink_url"), moment(post.get("created_time")),
    )  # fmt: skip


def author_of(writer):
    """Who wrote; Facebook may keep it from us."""
    if not writer or not writer.get("id"):
        return None
    name = str(writer["id"])
    return IncomingAuthor(name, name=writer.get("name") or "", url=f"https://www.facebook.com/{name}")  # fmt: skip


def attached(attachment):
    """What hangs on a comment as the API tells it."""
    if not attachment:
        return []
    kind = attachment.get("type") or ""
    shown = ((attachment.get("media") or {}).get("image") or {}).get("src")
    url = shown if MEDIA.get(kind) in ("image", "sticker", "gifv") else attachment.get("url")
    words = attachment.get("title") or attachment.get("description") or ""
    return [medium(MEDIA.get(kind, "link"), url or attachment.get("url"), words)]


def delivered_media(value):
    """What hangs on a comment as a delivery tells it."""
    found = [("image", value.get("photo")), ("video", value.get("video"))]
    return [medium(kind, url) for kind, url in found if isinstance(url, str) and url]
