"""Comments of a WordPress site, read and moderated through its own REST interface with an application password."""

import html
import json
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from hashlib import sha256

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
)
from app.connectors.failures import auth_expired, duplicate, gone, invalid, permission_missing
from app.lib.calling import Caller
from app.lib.clock import now
from app.lib.text import plain_text

COMMENTS = "/wp/v2/comments"
MODERATES = "moderate_comments"
# `status=all` is what is approved or held; spam is asked for apart, and what lies in the trash was removed.
STATES = {"approved": "visible", "approve": "visible", "hold": "pending", "spam": "spam"}
READ, A_PAGE = ("all", "spam"), 100
# Comments may be written down a little late, and several in one second: what was read lately is read again.
OVERLAP, A_MOMENT = timedelta(minutes=10), timedelta(seconds=2)
DUPLICATE, CLOSED, NO_TRASH = "comment_duplicate", "rest_comment_closed", "rest_trash_not_supported"
NO_LONGER = {"rest_comment_invalid_id", "rest_post_invalid_id", "rest_comment_invalid_post_id"}


class WordPress(Connector):
    """Nothing of the core tells of edits or approvals: they are found by looking again."""

    name = "wordpress"
    title = "WordPress"
    icon = "wordpress"
    about = _l("The comments under the articles of your WordPress site; no plugin is needed.")
    wants = _l("An account on the site that may moderate comments, and an application password from its profile.")  # fmt: skip
    settings = (
        Setting("base_url", _l("Address of the site"), kind="url", required=True, about=_l("Such as https://www.ville.example.")),
        Setting("user", _l("User name there"), required=True, about=_l("An editor or administrator of the site.")),
        Setting("password", _l("Application password"), kind="secret", required=True, about=_l("On the site: Users → Profile → Application passwords. Not the password you sign in with.")),
    )  # fmt: skip
    can = frozenset((Can.REPLY, Can.HIDE, Can.UNHIDE, Can.DELETE))
    needs = {Can.HIDE: MODERATES, Can.UNHIDE: MODERATES, Can.DELETE: MODERATES}
    acts_mean = {
        Can.HIDE: _l("hold it for moderation on the site"),
        Can.DELETE: _l("put it in the trash of the site"),
    }
    rhythm = (20, 50)
    recheck_at_once = 100

    @property
    def http(self):
        site = self.set["base_url"].rstrip("/")
        return Caller(
            self.set.get("api") or f"{site}/wp-json", headers=self.headers(), explain=self.explain
        )

    def headers(self):
        pair = f"{self.set.get('user', '')}:{self.secrets.get('password', '')}"
        return {"Authorization": "Basic " + b64encode(pair.encode()).decode()}

    def explain(self, heard):
        """Each error has a code; 401 is said to a wrong password and to no password alike."""
        if heard.status < 400:
            return
        code = code_of(heard)
        if code == NO_TRASH:
            raise NoTrash
        if heard.status >= 500:
            return
        if code in NO_LONGER:
            raise gone()
        if code == DUPLICATE:
            raise duplicate()
        if code == CLOSED:
            raise invalid(heard.said)
        if heard.status == 401:
            raise auth_expired()
        if code.startswith(("rest_cannot", "rest_forbidden")):
            raise permission_missing(MODERATES, heard.said)

    def check(self):
        """Who we are there; what is public answers even to a wrong password, so this asks for what is not."""
        api = self.find_api()
        self.set["api"] = api
        me = self.http.get("/wp/v2/users/me", context="edit").json
        may = (me.get("capabilities") or {}).get(MODERATES)
        granted = frozenset((MODERATES,)) if may else frozenset()
        missing = () if may else (MODERATES,)
        return Standing(str(me["id"]), me["name"], granted, missing, keep={"api": api})

    def find_api(self):
        """Where the interface is: the site says so in a header, also where its addresses are plain."""
        site = self.set["base_url"].rstrip("/")
        found = Caller(site).get("/", follow=2).links.get("https://api.w.org/")
        return (found or f"{site}/wp-json").rstrip("/")

    # Reading

    def poll(self, cursor):
        """What was written since we last looked, the oldest first, a page of each state at a time."""
        cursor = cursor or {status: {"after": iso(self.since or now() - A_MOMENT), "page": 1} for status in READ}  # fmt: skip
        payloads, more, reached = [], False, None
        for status in READ:
            items, cursor[status] = self.read(status, cursor[status])
            payloads += items
            more = more or cursor[status]["page"] > 1
        if self.since and more:
            reached = min(moment(each["date_gmt"]) for each in payloads)
        return Page(payloads, cursor, more=more, reached=reached)

    def read(self, status, at):
        asked = {
            "context": "edit", "status": status, "type": "comment", "per_page": A_PAGE, "page": at["page"],
            "orderby": "date_gmt", "order": "asc", "after": at["after"], "_embed": "up",
        }  # fmt: skip
        answer = self.http.get(COMMENTS, asked)
        items = answer.json
        if at["page"] < int(answer.headers.get("x-wp-totalpages", 0)):
            newest = items[-1]["date_gmt"] if items else at.get("newest")
            return items, {**at, "page": at["page"] + 1, "newest": newest}
        newest = items[-1]["date_gmt"] if items else at.get("newest")
        after = max(at["after"], iso(moment(newest) - OVERLAP)) if newest else at["after"]
        return items, {"after": after, "page": 1}

    def fetch(self, platform_id, hint=None):
        return [self.http.get(f"{COMMENTS}/{int(platform_id)}", context="edit", _embed="up").json]

    def recheck(self, comments):
        """As they are now: edited, approved, held, spam; what is in none of these was removed."""
        wanted = [comment.platform_id for comment in comments]
        found = {}
        for status in READ:
            asked = {"context": "edit", "status": status, "per_page": A_PAGE, "include": ",".join(wanted), "_embed": "up"}  # fmt: skip
            found |= {str(each["id"]): each for each in self.http.get(COMMENTS, asked).json}
        return [found.get(each, {"gone": each}) for each in wanted]

    def count(self, post):
        asked = {"context": "edit", "status": "all", "type": "comment", "post": post.platform_id, "per_page": 1}  # fmt: skip
        return int(self.http.get(COMMENTS, asked).headers.get("x-wp-total", 0))

    def read_post(self, post, cursor):
        page = (cursor or {}).get("page", 1)
        asked = {"context": "edit", "status": "all", "type": "comment", "post": post.platform_id, "per_page": A_PAGE, "page": page, "orderby": "date_gmt", "order": "asc", "_embed": "up"}  # fmt: skip
        answer = self.http.get(COMMENTS, asked)
        more = page < int(answer.headers.get("x-wp-totalpages", 0))
        return Page(answer.json, {"page": page + 1}, more=more)

    def parse(self, payload):
        item = json.loads(payload)
        if "gone" in item:
            yield Gone(item["gone"])
        elif item.get("status") == "trash":
            yield Gone(str(item["id"]))
        elif item.get("type", "comment") == "comment":
            yield self.incoming(item)

    def incoming(self, item):
        author = author_of(item)
        return Incoming(
            platform_id=str(item["id"]), text=words_of(item), created_at=moment(item["date_gmt"]), author=author,
            post=post_of(item), parent_id=str(item["parent"]) if item.get("parent") else None, url=item.get("link"),
            state=STATES.get(item.get("status"), "visible"), by_us=author.id == f"user-{self.account_id}",
        )  # fmt: skip

    # Acting

    def reply(self, comment, text, *, reply_id=None):
        """Under the comment; the site would hang an answer under what was deleted, so it is looked for first."""
        above = self.read_one(comment)
        if above["status"] in ("trash", "spam"):
            raise gone()
        body = {"post": above["post"], "parent": above["id"], "content": html.escape(text, quote=False)}  # fmt: skip
        made = self.http.post(COMMENTS, json=body, once=True).json
        return Sent(str(made["id"]), STATES.get(made["status"]))

    def find_reply(self, comment, text, since):
        asked = {"context": "edit", "parent": comment.platform_id, "status": "all", "after": iso(since - OVERLAP), "per_page": A_PAGE}  # fmt: skip
        for item in self.http.get(COMMENTS, asked).json:
            ours = str(item["author"]) == self.account_id and moment(item["date_gmt"]) >= since - A_MOMENT  # fmt: skip
            if ours and words_of(item).split() == text.split():
                return Sent(str(item["id"]))
        return None

    def read_one(self, comment):
        return self.http.get(f"{COMMENTS}/{int(comment.platform_id)}", context="edit").json

    def hide(self, comment):
        return self.put(comment, "hold")

    def unhide(self, comment):
        return self.put(comment, "approved")

    def put(self, comment, status):
        path = f"{COMMENTS}/{int(comment.platform_id)}"
        made = self.http.post(path, json={"status": status}).json
        return Sent(state=STATES.get(made["status"], "visible"))

    def delete(self, comment):
        """Into the trash, from where the site's own people can take it back; for good where the site has none."""
        path = f"{COMMENTS}/{int(comment.platform_id)}"
        try:
            self.http.delete(path)
        except NoTrash:
            self.http.delete(f"{path}?force=true")
        return Sent(state="deleted")


class NoTrash(Exception):
    """This site deletes for good or not at all."""


def code_of(heard):
    try:
        told = json.loads(heard.body)
        return str(told.get("code") or "") if isinstance(told, dict) else ""
    except ValueError:
        return ""


def author_of(item):
    """A user of the site, or a guest: known again by their address, of which only a fingerprint leaves the site."""
    if item.get("author"):
        name = f"user-{item['author']}"
    else:
        told = (item.get("author_email") or item.get("author_name") or "").strip().lower()
        name = f"guest-{sha256(told.encode()).hexdigest()[:20]}"
    avatars = item.get("author_avatar_urls") or {}
    return IncomingAuthor(
        name, name=item.get("author_name") or "", url=item.get("author_url") or None,
        avatar_url=avatars.get("96") or avatars.get("48"),
    )  # fmt: skip


def post_of(item):
    above = ((item.get("_embedded") or {}).get("up") or [{}])[0]
    title = plain_text((above.get("title") or {}).get("rendered") or "")
    made = above.get("date_gmt") or above.get("date")
    return IncomingPost(str(item["post"]), title, url=above.get("link"), created_at=moment(made))


def words_of(item):
    content = item.get("content") or {}
    if raw := content.get("raw"):
        # As it was typed: the site makes lines of its line ends when it shows them.
        return plain_text(raw.replace("\n", "<br>"))
    return plain_text(content.get("rendered") or "")


def moment(text):
    """Times of the interface are UTC where their name says so, and never say it themselves."""
    if not text:
        return None
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def iso(at):
    """Always with its zone: without, the site reads it in its own."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
