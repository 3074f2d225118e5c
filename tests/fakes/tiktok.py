"""TikTok's API for business accounts, with one account and its videos.

As documented: every answer is a 200 and says by a number what went wrong; pages may hold less than was asked for, and
nothing at all, while there is more; a thread brings three answers along; deliveries name ids alone, as numbers that a
float cannot hold, inside a string of JSON inside JSON; the lasting key is a new one after each renewal.
"""

import hashlib
import hmac
import json

from flask import jsonify, request

from tests.fakes.base import NASTY, Fake

US, SECRET = "business-open-id-1", "tiktok-secret"
SCOPES = "user.info.basic,user.info.username,video.list,comment.list,comment.list.manage"
INLINE, HOLE = 3, 100_000


class Server(Fake):
    """What one account sees."""

    def __init__(self):
        super().__init__("tiktok")
        self.token, self.refresh, self.scopes = "tiktok-key-of-pact", "tiktok-lasting-key-1", SCOPES
        self.videos, self.comments, self.done, self.nasty = {}, {}, [], False

    def seconds(self):
        return int(self.now().timestamp())

    def write(self, text, video, parent=None, author="sami", owner=False, **more):
        name = self.new_id()
        who = {"unique_identifier": f"uid-{author}", "username": author, "display_name": author.title()}  # fmt: skip
        self.comments[name] = {
            "comment_id": name, "video_id": video, "user_id": "", **who, "profile_image": "https://p16.example/a.webp",
            "text": text, "image_url": "", "create_time": str(self.seconds()), "likes": 0, "owner": owner, "liked": False,
            "pinned": False, "status": "PUBLIC", "parent_comment_id": parent or "", **more,
        }  # fmt: skip
        return name

    def under(self, video):
        return [each for each in self.comments.values() if each["video_id"] == video]

    def answers(self, thread):
        return [each for each in self.comments.values() if each["parent_comment_id"] == thread]

    # The back door

    def say_account(self):
        return {
            "settings": {"sign_in_url": "{url}/v2/auth/authorize/"}, "account_id": US,
            "secrets": {"token": self.token, "refresh": self.refresh}, "silent_removals": True,
            "config": {"TIKTOK_CLIENT_ID": "app", "TIKTOK_CLIENT_SECRET": SECRET},
        }  # fmt: skip

    def do_post(self, text="Réunion publique", **more):
        name = self.new_id()
        self.videos[name] = {
            "item_id": name, "caption": text, "share_url": f"https://www.tiktok.com/@pact/video/{name}",
            "create_time": str(self.seconds()),
        }  # fmt: skip
        return name

    def do_comment(self, text, post=None, parent=None, author="sami", **more):
        video = self.comments[parent]["video_id"] if parent else post or next(iter(self.videos))
        return self.write(text, video, parent, author, **more)

    def do_edit(self, id, text):
        """Nobody can change a comment."""

    def do_remove(self, id):
        for each in [id, *(each["comment_id"] for each in self.answers(id))]:
            self.comments.pop(each, None)

    def do_status(self, id, status):
        self.comments[id]["status"] = status

    def do_scopes(self, scopes):
        self.scopes = scopes

    def do_nasty(self, post):
        """Short pages, an empty one, the same twice; a thread longer than what comes along; somebody without a name."""
        self.nasty = True
        names = [self.do_comment(f"Même avis {n}", post) for n in range(45)]
        names += [self.do_comment(f"Pareil {n}", parent=names[3]) for n in range(37)]
        nobody = {"unique_identifier": "", "username": "", "display_name": ""}
        return [*names, self.do_comment("Compte supprimé", post, **nobody)]

    def do_webhook(self, id, action="insert", **more):
        """What TikTok would deliver about a comment: the body and its headers."""
        about = self.comments.get(id) or {"video_id": next(iter(self.videos))}
        parent = about.get("parent_comment_id")
        content = {
            "comment_id": int(id), "video_id": int(about["video_id"]), "comment_type": "reply" if parent else "comment",
            "comment_action": action, "timestamp": self.seconds(), **({"parent_comment_id": int(parent)} if parent else {}),
        }  # fmt: skip
        told = {
            "client_key": "app", "event": "comment.update", "create_time": self.seconds(), "user_openid": US,
            "content": json.dumps(content), **more,
        }  # fmt: skip
        body, stamp = json.dumps(told), str(self.seconds())
        sign = hmac.new(SECRET.encode(), f"{stamp}.{body}".encode(), hashlib.sha256).hexdigest()
        return {"path": "/webhooks/app/tiktok", "body": body, "headers": {"TikTok-Signature": f"t={stamp},s={sign}"}}  # fmt: skip

    def say_replies(self):
        return [
            {"id": each["comment_id"], "text": each["text"], "parent": each["parent_comment_id"]}
            for each in self.comments.values() if each["owner"]
        ]  # fmt: skip

    def say_acts(self):
        return self.done

    def expired(self):
        return wrong(40105, "Access token is incorrect or has been revoked.")

    def broken(self, fault):
        return wrong(50000, "System error." + NASTY[:100])

    def busy_seconds(self, fault):
        return wrong(40100, "Too many requests. Please retry later.", {"Retry-After": str(int(fault["seconds"]))})  # fmt: skip

    def listed(self, found):
        """A page of a list, as large as is asked for, or smaller."""
        at, most = int(request.args.get("cursor", 0)), int(request.args.get("max_count", 20))
        hole, at = divmod(at, HOLE)
        if self.nasty and at and not hole:
            return {"comments": [], "cursor": at + HOLE, "has_more": True}
        most = min(most, 12) if self.nasty else most
        # What was written meanwhile pushes the same into the next page.
        step = most - 2 if self.nasty else most
        more = at + most < len(found)
        return {"comments": found[at : at + most], "cursor": at + (step if more else most), "has_more": more}  # fmt: skip

    def shown(self, comment, along=False):
        answers = self.answers(comment["comment_id"])
        told = {**comment, "replies": len(answers)}
        if along:
            told["reply_list"] = answers[:INLINE]
        return {name: value for name, value in told.items() if name != "parent_comment_id" or value}


def right(data=None, headers=None):
    return jsonify(code=0, message="OK", request_id="20261123", data=data or {}), 200, headers or {}


def wrong(code, message, headers=None):
    answer = jsonify(code=code, message=message, request_id="20261123", data={})
    return answer, 200, headers or {}


def make():
    server = Server()
    for verb in ("webhook", "status", "scopes"):
        server.add_url_rule(f"/_fake/{verb}", f"_fake_{verb}", server.back_door(verb), methods=["POST"])  # fmt: skip
    login(server)
    lists(server)
    acts(server)

    @server.before_request
    def let_in():
        if request.path.startswith(("/_fake/", "/tt_user/")):
            return None
        if request.headers.get("Access-Token") != server.token:
            return server.expired()
        given = request.args if request.method == "GET" else request.get_json()
        if given.get("business_id") != US:
            return wrong(40001, "No permission to operate this business account.")
        return None

    return server


def login(server):
    def keys(asked):
        if asked.get("client_id") != "app" or asked.get("client_secret") != SECRET:
            return wrong(40002, "client_secret: is wrong.")
        server.token, server.refresh = f"key-{server.new_id()}", f"lasting-{server.new_id()}"
        return right({
            "access_token": server.token, "token_type": "Bearer", "scope": server.scopes, "expires_in": 86400,
            "refresh_token": server.refresh, "refresh_token_expires_in": 31536000, "open_id": US,
        })  # fmt: skip

    @server.post("/tt_user/oauth2/token/")
    def first():
        asked = request.get_json()
        if asked.get("auth_code") != "code-1" or not asked.get("redirect_uri", "").endswith("/"):
            return wrong(40110, "The auth_code has expired.")
        return keys(asked)

    @server.post("/tt_user/oauth2/refresh_token/")
    def again():
        asked = request.get_json()
        if asked.get("refresh_token") != server.refresh:
            return wrong(40103, "The refresh token has expired.")
        return keys(asked)

    @server.post("/tt_user/token_info/get/")
    def about():
        asked = request.get_json()
        if asked.get("access_token") != server.token or asked.get("app_id") != "app":
            return server.expired()
        return right({"app_id": "app", "creator_id": US, "scope": server.scopes})


def lists(server):
    @server.get("/business/get/")
    def us():
        json.loads(request.args["fields"])
        return right({"username": "pact.tn", "display_name": "PACT"})

    @server.get("/business/video/list/")
    def videos():
        wanted = json.loads(request.args.get("filters", "{}")).get("video_ids")
        found = sorted(server.videos.values(), key=lambda each: int(each["item_id"]), reverse=True)
        found = [each for each in found if not wanted or each["item_id"] in wanted]
        at, most = int(request.args.get("cursor", 0)), min(int(request.args.get("max_count", 10)), 20)  # fmt: skip
        page = [{**each, "comments": len(server.under(each["item_id"]))} for each in found[at : at + most]]  # fmt: skip
        return right({"videos": page, "cursor": at + most, "has_more": at + most < len(found)})

    @server.get("/business/comment/list/")
    def comments():
        video = request.args["video_id"]
        if video not in server.videos:
            return wrong(40007, "The video does not exist.")
        found = newest(server.under(video))
        if "comment_ids" in request.args:
            ids = json.loads(request.args["comment_ids"])
            if len(ids) > 30:
                return wrong(40002, "comment_ids: Longer than maximum length 30.")
            found = [each for each in found if each["comment_id"] in ids]
            return right({"comments": [server.shown(each) for each in found], "has_more": False})
        found = [each for each in found if not each["parent_comment_id"]]
        along = request.args.get("include_replies") == "true"
        page = server.listed(found)
        return right({**page, "comments": [server.shown(each, along) for each in page["comments"]]})

    @server.get("/business/comment/reply/list/")
    def replies():
        if request.args["comment_id"] not in server.comments:
            return wrong(40007, "The comment does not exist.")
        page = server.listed(newest(server.answers(request.args["comment_id"])))
        return right({**page, "comments": [server.shown(each) for each in page["comments"]]})


def newest(found):
    return sorted(found, key=lambda each: int(each["comment_id"]), reverse=True)


def acts(server):
    @server.post("/business/comment/reply/create/")
    def reply():
        told = request.get_json()
        thread = server.comments.get(told["comment_id"])
        if thread is None or thread["video_id"] != told["video_id"]:
            return wrong(40002, "The comment does not exist.")
        if len(told["text"]) > 150:
            return wrong(40002, "text: Longer than maximum length 150.")
        name = server.write(told["text"], told["video_id"], told["comment_id"], "pact.tn", owner=True)  # fmt: skip
        return right(server.shown(server.comments[name]))

    @server.post("/business/comment/<any(hide, like):what>/")
    def change(what):
        told = request.get_json()
        found = server.comments.get(told["comment_id"])
        if found is None:
            return wrong(40002, "The comment does not exist.")
        name, value = {
            "HIDE": ("status", "HIDDEN"), "UNHIDE": ("status", "PUBLIC"), "LIKE": ("liked", True), "UNLIKE": ("liked", False),
        }[told["action"]]  # fmt: skip
        if found[name] == value:
            return wrong(40002, "The comment is already in this state.")
        found[name] = value
        server.done.append([told["action"].lower(), found["comment_id"]])
        return right()

    @server.post("/business/comment/delete/")
    def delete():
        found = server.comments.get(request.get_json()["comment_id"])
        if found is None:
            return wrong(40007, "The comment does not exist.")
        if not found["owner"]:
            return wrong(40001, "No permission to delete this comment.")
        server.do_remove(found["comment_id"])
        server.done.append(["delete", found["comment_id"]])
        return right()
