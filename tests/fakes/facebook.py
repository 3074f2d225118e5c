"""Facebook as the Graph API tells it: one page, its posts, and the people who write there."""

import json
from datetime import datetime, timedelta

from tests.fakes.meta.graph import Graph, Trouble

# What each kind of thing is known to have; anything else is an error, as over there.
FIELDS = {
    "Page": "id name access_token tasks link instagram_business_account".split(),
    "PagePost": "id message story created_time permalink_url from status_type is_hidden updated_time full_picture".split(),
    "Comment": (
        "id message from created_time parent is_hidden can_hide can_remove can_comment can_like attachment "
        "permalink_url like_count comment_count object user_likes message_tags is_private"
    ).split(),
    "User": ["id", "name"],
}  # fmt: skip


class Pages(Graph):
    """One page, its posts, and the people who write there."""

    fields = FIELDS

    scopes = "pages_show_list pages_manage_metadata pages_read_engagement pages_read_user_content pages_manage_engagement".split()  # fmt: skip

    def __init__(self):
        super().__init__("facebook")
        self.page = {
            "_kind": "Page",
            "id": "106900001",
            "name": "PACT Tunisie",
            "access_token": "page-key",
            "tasks": ["MODERATE", "CREATE_CONTENT"],
            "link": "https://www.facebook.com/pact",
        }
        self.other = {
            "_kind": "Page",
            "id": "106900002",
            "name": "Une autre page",
            "access_token": "other-key",
            "tasks": ["ANALYZE"],
        }
        self.me = {"_kind": "User", "id": "990001", "name": "Amel"}
        self.things = {each["id"]: each for each in (self.page, self.other, self.me)}
        self.keys = {
            "page-key": "106900001",
            "other-key": "106900002",
            "short-key": "990001",
            "long-key": "990001",
        }
        self.liked, self.blocked, self.people = set(), [], {}
        self.edges = {
            ("GET", "User", "accounts"): lambda me, asked: self.listed([self.page, self.other], asked),
            ("GET", "Page", "feed"): self.feed, ("GET", "Page", "ads_posts"): self.ads,
            ("GET", "Page", "visitor_posts"): self.visitors,
            ("POST", "Page", "subscribed_apps"): self.subscribe,
            ("GET", "PagePost", "comments"): self.under, ("GET", "Comment", "comments"): self.under,
            ("POST", "PagePost", "comments"): self.answered, ("POST", "Comment", "comments"): self.answered,
            ("POST", "Comment", ""): self.updated, ("DELETE", "Comment", ""): self.deleted,
            ("POST", "PagePost", ""): self.updated, ("DELETE", "PagePost", ""): self.deleted,
            ("POST", "Page", "blocked"): self.shut_out, ("DELETE", "Page", "blocked"): self.let_in,
            ("GET", "Page", "blocked"): lambda page, asked: {"data": [{"id": each} for each in self.blocked]},
        }  # fmt: skip
        for kind in ("Comment", "PagePost"):
            self.edges |= {
                ("POST", kind, "likes"): self.like,
                ("DELETE", kind, "likes"): self.unlike,
            }

    # The back door

    def say_account(self):
        return {"settings": {}, "secrets": {"token": "page-key"}, "account_id": "106900001"}

    def do_post(self, text="", author=None, ad=False, **more):
        name = f"106900001_{self.new_id()}"
        writer = (
            {"id": "106900001", "name": "PACT Tunisie"} if author is None else self.person(author)
        )
        self.things[name] = {
            "_kind": "PagePost", "id": name, "message": text, "from": writer, "created_time": self.in_words(),
            "permalink_url": f"https://www.facebook.com/pact/posts/{name}", "_ad": ad, "is_hidden": False,
        }  # fmt: skip
        value = {
            "item": "status",
            "verb": "add",
            "post_id": name,
            "from": writer,
            "message": text,
            "created_time": self.seconds(),
            "published": 1,
        }
        self.tell("page", "106900001", "feed", value)
        return name

    def person(self, name):
        return self.people.setdefault(name, {"id": self.new_id(), "name": name.capitalize()})

    def seconds(self):
        return int(self.now().timestamp())

    def do_comment(self, text, post=None, parent=None, author="sami", **more):
        above = self.things[parent or post]
        post = post or above["_post"]
        made = self.write(self.person(author) if author else None, text, post, parent, **more)
        self.tell("page", "106900001", "feed", self.change(made, "add"))
        return made["id"]

    def write(self, writer, text, post, parent=None, attachment=None, earlier=0, **more):
        name = f"{post.rpartition('_')[2]}_{self.new_id()}"
        at = (self.now() - timedelta(seconds=earlier)).strftime("%Y-%m-%dT%H:%M:%S+0000")
        top = parent and (self.things[parent].get("parent") or parent)
        ours = bool(writer) and writer["id"] == "106900001"
        made = {
            "_kind": "Comment", "id": name, "message": text, "from": writer, "created_time": at, "parent": top,
            "is_hidden": False, "can_hide": not ours, "can_remove": True, "can_comment": True, "can_like": True,
            "attachment": attachment, "permalink_url": f"https://www.facebook.com/{post}?comment_id={name}",
            "_post": post, "object": post, "like_count": 0, **more,
        }  # fmt: skip
        self.things[name] = made
        return made

    def change(self, comment, verb):
        """What is delivered of one comment."""
        post = self.things[comment["_post"]]
        value = {
            "item": "comment", "verb": verb, "comment_id": comment["id"], "post_id": post["id"],
            "parent_id": comment["parent"] or post["id"],
            "created_time": int(datetime.strptime(comment["created_time"], "%Y-%m-%dT%H:%M:%S%z").timestamp()),
            "post": {"id": post["id"], "permalink_url": post["permalink_url"], "status_type": "added_photos", "is_published": True, "promotion_status": "inactive", "updated_time": comment["created_time"]},
        }  # fmt: skip
        if verb != "remove":
            value |= {"message": comment["message"]} if comment["message"] else {}
            value |= {"from": comment["from"]} if comment["from"] else {}
        shown = (comment["attachment"] or {}).get("media", {}).get("image", {}).get("src")
        return value | (
            {"photo": shown} if shown and comment["attachment"]["type"] == "photo" else {}
        )

    def do_edit(self, id, text):
        self.things[id]["message"] = text
        self.tell("page", "106900001", "feed", self.change(self.things[id], "edited"))
        return id

    def do_remove(self, id):
        self.things[id]["_gone"] = True
        if self.things[id]["_kind"] == "Comment":
            self.tell("page", "106900001", "feed", self.change(self.things[id], "remove"))

    def do_nasty(self, post):
        """Nobody's name, a sticker, a whole page of which nothing is shown, the newest kept from us, one told on two pages."""
        first = self.do_comment("وقتاش يرجع الماء؟", post, author=None)
        sticker = self.do_comment(
            "",
            post,
            attachment={
                "type": "sticker",
                "url": "https://www.facebook.com/s",
                "media": {"image": {"src": "https://cdn.example/s.png"}},
            },
        )
        for _ in range(205):
            self.do_unseen(self.do_comment("caché", post, author="fantome"))
        last = self.do_comment("Et le stade ?", post)
        self.do_unseen(self.do_comment("caché aussi", post, author="fantome"))
        self.repeats = True
        return [first, sticker, last]

    def say_replies(self):
        ours = [
            each
            for each in self.things.values()
            if each["_kind"] == "Comment"
            and (each["from"] or {}).get("id") == "106900001"
            and not each.get("_gone")
        ]
        return [
            {"id": each["id"], "text": each["message"], "parent": each["parent"] or each["_post"]}
            for each in ours
        ]

    # What the API does

    def all_of(self, kind):
        return [
            each for each in self.things.values() if each["_kind"] == kind and not each.get("_gone")
        ]

    def feed(self, page, asked):
        return self.listed(
            [each for each in self.all_of("PagePost")[::-1] if not each["_ad"]], asked
        )

    def ads(self, page, asked):
        return self.listed([each for each in self.all_of("PagePost")[::-1] if each["_ad"]], asked)

    def visitors(self, page, asked):
        return self.listed(
            [each for each in self.all_of("PagePost")[::-1] if each["from"]["id"] != page["id"]],
            asked,
        )

    def under(self, thing, asked):
        """Without `stream` only the top ones; without an order the oldest first."""
        self.allowed("pages_read_engagement")
        if thing["_kind"] == "PagePost":
            rows = [each for each in self.all_of("Comment") if each["_post"] == thing["id"]]
            rows = (
                rows
                if asked.get("filter") == "stream"
                else [each for each in rows if not each["parent"]]
            )
        else:
            rows = [each for each in self.all_of("Comment") if each["parent"] == thing["id"]]
        rows = rows[::-1] if asked.get("order") == "reverse_chronological" else rows
        if "pages_read_user_content" not in self.granted:
            rows = [{**each, "from": None} for each in rows]
        return self.listed(rows, asked)

    def answered(self, thing, asked):
        self.allowed("pages_manage_engagement")
        text = asked.get("message") or ""
        if not text.strip():
            raise Trouble(100, "Invalid parameter", error_user_msg="Votre commentaire est vide.")
        before = [
            each for each in self.all_of("Comment") if (each["from"] or {}).get("id") == "106900001"
        ]
        if before and before[-1]["message"] == text and before[-1]["_under"] == thing["id"]:
            raise Trouble(506, "Duplicate status message")
        post = thing["id"] if thing["_kind"] == "PagePost" else thing["_post"]
        parent = thing["id"] if thing["_kind"] == "Comment" else None
        us = {"id": "106900001", "name": "PACT Tunisie"}
        made = self.write(us, text, post, parent, _under=thing["id"])
        self.tell("page", "106900001", "feed", self.change(made, "add"))
        return {"id": made["id"]}

    def updated(self, thing, asked):
        self.allowed("pages_manage_engagement")
        if "is_hidden" in asked:
            wanted = str(asked["is_hidden"]).lower() == "true"
            if wanted and thing.get("can_hide") is False:
                raise Trouble(200, "Permissions error")
            thing["is_hidden"] = wanted
            self.done.append(["hide" if wanted else "unhide", thing["id"]])
            if thing["_kind"] == "Comment":
                self.tell(
                    "page", "106900001", "feed", self.change(thing, "hide" if wanted else "unhide")
                )
        if "message" in asked:
            thing["message"] = asked["message"]
        return {"success": True}

    def deleted(self, thing, asked):
        self.allowed("pages_manage_engagement")
        self.done.append(["delete", thing["id"]])
        self.do_remove(thing["id"])
        return {"success": True}

    def like(self, thing, asked):
        self.allowed("pages_manage_engagement")
        self.liked.add(thing["id"])
        self.done.append(["like", thing["id"]])
        return {"success": True}

    def unlike(self, thing, asked):
        self.liked.discard(thing["id"])
        self.done.append(["unlike", thing["id"]])
        return {"success": True}

    def shut_out(self, page, asked):
        self.allowed("pages_manage_engagement")
        told = {}
        for who in json.loads(asked["user"]):
            known = who in {each["id"] for each in self.people.values()}
            told[who] = known
            if known:
                self.blocked.append(who)
                self.done.append(["ban", who])
        return told

    def let_in(self, page, asked):
        self.blocked = [each for each in self.blocked if each != asked["user"]]
        self.done.append(["unban", asked["user"]])
        return {"success": True}


def make():
    return Pages()
