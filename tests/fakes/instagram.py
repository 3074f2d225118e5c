"""Instagram as the Graph API tells it: one professional account on its page, what it publishes, and who comments there.

The same process is both hosts: with the page's key it is the Facebook one, with the account's own key Instagram's.
"""

import re

from flask import request

from tests.fakes.meta.graph import Graph, Trouble

MEDIA = "id caption permalink timestamp comments_count media_product_type username".split()
COMMENT = "id text timestamp username from hidden parent_id like_count media user".split()
FIELDS = {
    "User": ["id", "name"],
    "Page": "id name access_token tasks link instagram_business_account".split(),
    "IGUser": "id user_id username name".split(),
    "IGMedia": MEDIA,
    "IGComment": COMMENT,
}
LONGEST = 300
US, PAGE = "17841400000000001", "106900001"


class Account(Graph):
    """Comments have two levels; only the top ones are listed under what was published."""

    fields = FIELDS
    scopes = (
        "instagram_basic instagram_manage_comments pages_show_list pages_read_engagement pages_manage_metadata"
    ).split()

    def __init__(self):
        super().__init__("instagram")
        self.us = {
            "_kind": "IGUser",
            "id": US,
            "user_id": US,
            "username": "pact.tn",
            "name": "PACT",
        }
        self.page = {
            "_kind": "Page", "id": PAGE, "name": "PACT Tunisie", "access_token": "page-key",
            "instagram_business_account": US,
        }  # fmt: skip
        self.bare = {
            "_kind": "Page",
            "id": "106900002",
            "name": "Sans Instagram",
            "access_token": "k",
        }
        self.me = {"_kind": "User", "id": "990001", "name": "Amel"}
        self.things = {each["id"]: each for each in (self.us, self.page, self.bare, self.me)}
        self.keys = {"page-key": PAGE, "own-key": US, "short-key": "990001", "long-key": "990001"}
        self.people = {}
        self.edges = {
            ("GET", "User", "accounts"): lambda me, asked: self.listed([self.page, self.bare], asked),
            ("POST", "Page", "subscribed_apps"): self.subscribe,
            ("GET", "IGUser", "media"): lambda us, asked: self.listed(self.published(), asked),
            ("GET", "IGMedia", "comments"): self.tops, ("GET", "IGComment", "replies"): self.below,
            ("POST", "IGComment", "replies"): self.answered, ("POST", "IGComment", ""): self.updated,
            ("DELETE", "IGComment", ""): self.deleted, ("POST", "IGUser", "mentions"): self.answered_there,
            ("GET", "IGUser", "mentioned_comment"): self.mentioned,
        }  # fmt: skip

    # The back door

    def say_account(self):
        return {
            "settings": {"instagram_url": "{url}", "username": "pact.tn"},
            "secrets": {"token": "page-key"},
            "account_id": US,
        }

    def do_post(self, text="", kind="FEED", theirs=False, **more):
        name = self.new_id()
        self.things[name] = {
            "_kind": "IGMedia", "id": name, "caption": text, "timestamp": self.in_words(), "comments_count": 0,
            "permalink": f"https://www.instagram.com/p/{name}/", "media_product_type": kind, "_theirs": theirs,
        }  # fmt: skip
        return name

    def person(self, name):
        return self.people.setdefault(name, {"id": self.new_id(), "username": name})

    def do_comment(self, text, post=None, parent=None, author="sami", **more):
        writer = self.person(author) if author else {"username": "quelqu.un"}
        made = self.write(writer, text, post or self.things[parent]["media"], parent, **more)
        self.deliver(made)
        return made["id"]

    def write(self, writer, text, media, parent=None, **more):
        name = self.new_id()
        top = parent and (self.things[parent].get("parent_id") or parent)
        made = {
            "_kind": "IGComment", "id": name, "text": text, "timestamp": self.in_words(), "hidden": False,
            "username": writer["username"], "from": writer if "id" in writer else None, "parent_id": top,
            "media": media, "like_count": 0, **more,
        }  # fmt: skip
        self.things[name] = made
        self.things[media]["comments_count"] += 1
        return made

    def deliver(self, comment):
        media = self.things[comment["media"]]
        if media["_theirs"]:
            if "@pact.tn" in comment["text"]:
                value = {"media_id": media["id"], "comment_id": comment["id"]}
                self.tell("instagram", US, "mentions", value)
            return
        live = media["media_product_type"] == "LIVE"
        value = {"id": comment["id"], "text": comment["text"], "media": {"id": media["id"], "media_product_type": media["media_product_type"]}}  # fmt: skip
        value |= {"from": comment["from"]} if comment["from"] else {}
        value |= {"parent_id": comment["parent_id"]} if comment["parent_id"] else {}
        self.tell("instagram", US, "live_comments" if live else "comments", value)

    def do_edit(self, id, text):
        """Nobody can."""
        return None

    def do_remove(self, id):
        comment = self.things[id]
        gone = [comment, *(each for each in self.comments() if each["parent_id"] == id)]
        for each in gone:
            each["_gone"] = True
        self.things[comment["media"]]["comments_count"] -= len(gone)

    def do_nasty(self, post):
        """No author's id, a page of which nothing is shown, an answer deep under an old comment, one told on two pages."""
        first = self.do_comment("وقتاش يحلّ؟", post, author=None)
        answers = [self.do_comment(f"Réponse {n}", parent=first) for n in range(60)]
        for _ in range(105):
            self.do_unseen(self.do_comment("caché", post, author="fantome"))
        last = self.do_comment("Et le parking ?", post)
        self.repeats = True
        return [first, *answers, last, self.do_comment("Tout en bas", parent=first)]

    def say_replies(self):
        ours = [each for each in self.comments() if (each["from"] or {}).get("id") == US]
        return [
            {
                "id": each["id"],
                "text": each["text"],
                "parent": each["parent_id"] or each["_answers"],
            }
            for each in ours
        ]

    # What the API does

    def comments(self):
        return [each for each in self.things.values() if each["_kind"] == "IGComment" and not each.get("_gone")]  # fmt: skip

    def published(self):
        found = [each for each in self.things.values() if each["_kind"] == "IGMedia"]
        return [each for each in found[::-1] if not each["_theirs"]]

    def tops(self, media, asked):
        """The newest first, and the top ones only."""
        self.allowed("instagram_basic")
        rows = [each for each in self.comments() if each["media"] == media["id"] and not each["parent_id"]]  # fmt: skip
        return self.seen(rows[::-1], asked, 50)

    def below(self, comment, asked):
        return self.seen([each for each in self.comments() if each["parent_id"] == comment["id"]], asked, 50)  # fmt: skip

    def seen(self, rows, asked, most):
        """Who wrote is only told to whom may moderate."""
        if "instagram_manage_comments" not in self.granted:
            rows = [{**each, "from": None} for each in rows]
        return self.listed(rows, asked, most)

    def answered(self, comment, asked):
        self.allowed("instagram_manage_comments")
        made = self.write(self.us_there, proper(asked), comment["media"], comment["id"])
        self.deliver(made)
        return {"id": made["id"]}

    @property
    def us_there(self):
        return {"id": US, "username": "pact.tn"}

    def answered_there(self, us, asked):
        """An answer where we were named, on somebody else's post."""
        self.allowed("instagram_manage_comments")
        comment = self.things.get(asked.get("comment_id"))
        if comment is None or comment["media"] != asked.get("media_id"):
            raise Trouble(100, "Invalid parameter", 33)
        return {
            "id": self.write(self.us_there, proper(asked), comment["media"], comment["id"])["id"]
        }

    def mentioned(self, us, asked):
        comment = self.things.get(asked.get("comment_id"), {"_gone": True})
        if comment.get("_gone") or "@pact.tn" not in comment["text"]:
            raise Trouble(100, "Invalid parameter: the comment does not mention this account", 33)
        return self.shown({**comment, "from": None}, asked["_fields"])

    def updated(self, comment, asked):
        self.allowed("instagram_manage_comments")
        if "hide" not in asked:
            raise Trouble(100, "The parameter hide is required")
        if (comment["from"] or {}).get("id") == US:
            raise Trouble(100, "The owner's own comments cannot be hidden")
        comment["hidden"] = str(asked["hide"]).lower() == "true"
        self.done.append(["hide" if comment["hidden"] else "unhide", comment["id"]])
        return {"success": True}

    def deleted(self, comment, asked):
        self.allowed("instagram_manage_comments")
        self.done.append(["delete", comment["id"]])
        self.do_remove(comment["id"])
        return {"success": True}

    def refresh_access_token(self, asked):
        """Another key for the account's own; the one before goes on until it ends."""
        self.caller(asked)
        if asked.get("grant_type") != "ig_refresh_token":
            raise Trouble(100, "Invalid grant_type")
        key = f"own-key-{self.new_id()}"
        self.keys[key] = US
        return {"access_token": key, "token_type": "bearer", "expires_in": 5184000}

    def batch(self, asked):
        if self.key_in(asked).startswith("own-key"):
            raise Trouble(100, "Unsupported post request.")
        return super().batch(asked)


def proper(asked):
    """The text of an answer, if it is one that Instagram takes."""
    text = asked.get("message") or ""
    shouted = text.isupper() and sum(map(str.isalpha, text)) > 3
    crowded = len(re.findall(r"#\w", text)) > 4 or len(re.findall(r"https?://", text)) > 1
    if not text.strip() or len(text) > LONGEST or shouted or crowded:
        raise Trouble(100, f"Invalid parameter ({request.method})")
    return text


def make():
    return Account()
