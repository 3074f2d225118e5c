"""YouTube's Data API with one channel of ours, its videos and the comments under them, and Google's desk for keys.

As documented: three lists by moderation status, newest first, of which an id says nothing; at most five replies with a
thread; 204 without a body for decisions; what was rejected cannot be published again; every call costs units, and a
day's units end with a 403; keys live for an hour; moments are whole seconds; a page token may be forgotten.
"""

import base64
import hashlib
import html
from datetime import timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from flask import abort, jsonify, redirect, request

from tests.fakes.base import Fake

SCOPE = "https://www.googleapis.com/auth/youtube.force-ssl"
CLIENT = ("google-client", "google-secret")
US = "UCpactpactpactpactpactpa"
LISTS = ("published", "heldForReview", "likelySpam")
INLINE, LONGEST = 5, 10_000
PACIFIC = ZoneInfo("America/Los_Angeles")


class Server(Fake):
    """What one channel's owner sees."""

    def __init__(self):
        super().__init__("youtube")
        self.videos, self.comments, self.people, self.done = {}, {}, {}, []
        self.units, self.spent, self.holes, self.age, self.repeats = 10_000, {}, 0, 0, 0
        self.keys, self.lasting, self.codes, self.banned = {}, "1//lasting-key-of-pact", {}, set()
        self.scopes, self.answers_on, self.has_channel = SCOPE, True, True
        self.key = self.new_key("ya29.key-of-pact")

    def new_key(self, name=None):
        name = name or f"ya29.key-{self.new_id()}"
        self.keys[name] = self.now() + timedelta(hours=1)
        return name

    def stamp(self):
        return self.now().strftime("%Y-%m-%dT%H:%M:%SZ")

    def write(self, author, text, video, parent=None, status="published", **more):
        number = self.new_id()
        name = f"{parent}.9{number}" if parent else f"Ugx{number}AaABAg"
        self.comments[name] = {
            "id": name, "author": author, "text": text, "video": video, "parent": parent, "made": self.stamp(),
            "changed": self.stamp(), "status": status, "order": int(number), **more,
        }  # fmt: skip
        return name

    # The back door

    def say_account(self):
        return {
            "settings": {
                "base_url": "{url}/youtube/v3", "token_url": "{url}/token", "sign_in_url": "{url}/o/oauth2/v2/auth",
            },
            "secrets": {"token": self.key, "refresh_token": self.lasting}, "account_id": US,
            "config": {"GOOGLE_CLIENT_ID": CLIENT[0], "GOOGLE_CLIENT_SECRET": CLIENT[1]},
        }  # fmt: skip

    def do_post(self, text="Réunion publique mardi", **more):
        name = f"vid-{len(self.videos)}_x"
        self.videos[name] = {"title": text, "made": self.stamp()}
        return name

    def do_comment(self, text, post=None, parent=None, author="sami", status="published", **more):
        thread = parent.partition(".")[0] if parent else None
        video = self.comments[thread]["video"] if thread else post or next(iter(self.videos), None)
        return self.write(author, text, video, thread, status, **more)

    def do_edit(self, id, text):
        self.comments[id].update(text=text, changed=self.stamp())
        return id

    def do_remove(self, id):
        for name in [name for name in self.comments if name == id or name.startswith(f"{id}.")]:
            del self.comments[name]

    def do_nasty(self, post):
        """An empty page with another after it, the same in two pages, a closed account, a long thread, a picture alone."""
        self.holes, self.repeats = 1, 1
        top = self.do_comment("وقتاش ترجع الماء؟", post)
        names = [self.do_comment(f"Réponse {n}", parent=top, author=f"voisin{n}") for n in range(7)]
        closed = self.do_comment("Compte fermé depuis", post, author="parti", closed=True)
        picture = self.do_comment("", post, imageUrl="https://yt3.example/signed?expire=1")
        many = [self.do_comment(f"Message {n}", post, author=f"c{n}") for n in range(105)]
        return [top, *names, closed, picture, *many]

    def do_status(self, id, status):
        """Somebody decides in YouTube Studio, or YouTube itself."""
        self.comments[id]["status"] = status

    def do_forget_pages(self):
        self.age += 1

    def do_set(self, **what):
        for name, value in what.items():
            setattr(self, name, value)

    def say_replies(self):
        ours = [each for each in self.comments.values() if each["author"] == "pact" and each["parent"]]  # fmt: skip
        return [{"id": each["id"], "text": each["text"], "parent": each["parent"]} for each in ours]

    def say_acts(self):
        return self.done

    def expired(self):
        if request.path == "/token":
            return jsonify(error="invalid_grant", error_description="Token has been expired or revoked."), 400  # fmt: skip
        return wrong(401, "authError", "Invalid Credentials", "global")

    def broken(self, fault):
        return wrong(500, "backendError", "Internal error", "global")

    def busy_seconds(self, fault):
        answer = wrong(403, "rateLimitExceeded", "Too many requests", "youtube.quota")
        answer.headers["Retry-After"] = str(int(fault["seconds"]))
        return answer


def wrong(code, reason, words, domain="youtube.comment"):
    error = {"message": words, "domain": domain, "reason": reason}
    answer = jsonify(error={"code": code, "message": words, "errors": [error]})
    answer.status_code = code
    return answer


def make():
    server = Server()
    for verb in ("status", "forget_pages", "set"):
        server.add_url_rule(f"/_fake/{verb}", f"_fake_{verb}", server.back_door(verb), methods=["POST"])  # fmt: skip
    add_keys(server)
    add_lists(server)
    add_decisions(server)
    return server


def add_keys(server):
    @server.get("/o/oauth2/v2/auth")
    def sign_in():
        """The person says yes at once; "deny" in the state says no."""
        asked = request.args
        if asked["client_id"] != CLIENT[0] or asked["code_challenge_method"] != "S256":
            abort(400)
        lasting = asked.get("access_type") == "offline" and asked.get("prompt") == "consent"
        code = f"4/{server.new_id()}"
        server.codes[code] = (asked["redirect_uri"], asked["code_challenge"], lasting)
        answer = {"error": "access_denied"} if "deny" in asked["state"] else {"code": code, "scope": server.scopes}  # fmt: skip
        return redirect(f"{asked['redirect_uri']}?{urlencode({**answer, 'state': asked['state']})}")

    @server.post("/token")
    def keys():
        asked, who = request.form, request.authorization
        known = (who.username, who.password) if who else (asked.get("client_id"), asked.get("client_secret"))  # fmt: skip
        if known != CLIENT:
            return jsonify(error="invalid_client", error_description="Unauthorized"), 401
        if asked["grant_type"] == "refresh_token":
            if asked["refresh_token"] != server.lasting:
                return jsonify(error="invalid_grant", error_description="Bad Request"), 400
            return given(server)
        redirect_uri, challenge, lasting = server.codes.pop(asked.get("code"), (None, None, None))
        digest = hashlib.sha256(asked.get("code_verifier", "").encode()).digest()
        proof = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if redirect_uri != asked.get("redirect_uri") or challenge != proof:
            return jsonify(error="invalid_grant", error_description="Malformed auth code."), 400
        return given(server, refresh_token=server.lasting) if lasting else given(server)


def given(server, **more):
    return jsonify(access_token=server.new_key(), expires_in=3599, scope=server.scopes, token_type="Bearer", **more)  # fmt: skip


def add_lists(server):
    @server.get("/youtube/v3/channels")
    def channels():
        pay(server, 1)
        snippet = {"title": "PACT", "description": "", "customUrl": "@pact_tn", "publishedAt": "2020-01-01T00:00:00Z"}  # fmt: skip
        mine = [{"kind": "youtube#channel", "etag": "e", "id": US, "snippet": snippet}]
        # Without any there is no list at all.
        return listed("channelList", mine) if server.has_channel else jsonify(kind="youtube#channelListResponse", etag="e")  # fmt: skip

    @server.get("/youtube/v3/videos")
    def videos():
        pay(server, 1)
        found = [video_of(server, name) for name in many("id") if name in server.videos]
        return listed("videoList", found)

    @server.get("/youtube/v3/commentThreads")
    def threads():
        pay(server, 1)
        tops = sorted((each for each in server.comments.values() if not each["parent"]), key=lambda each: each["order"])[::-1]  # fmt: skip
        if many("id"):
            return listed("commentThreadList", [thread_of(server, each, False) for each in tops if each["id"] in many("id")])  # fmt: skip
        status = request.args.get("moderationStatus", "published")
        if status not in LISTS:
            return wrong(400, "invalidParameter", f"Invalid value: {status}", "youtube.parameter")
        if request.args.get("allThreadsRelatedToChannelId") != US and not request.args.get("videoId"):  # fmt: skip
            return wrong(404, "channelNotFound", "The channel could not be found.", "youtube.commentThread")  # fmt: skip
        wanted = request.args.get("videoId")
        if wanted and wanted not in server.videos:
            return wrong(404, "videoNotFound", "The video could not be found.", "youtube.commentThread")  # fmt: skip
        tops = [each for each in tops if each["status"] == status and wanted in (None, each["video"])]  # fmt: skip
        if server.holes and not request.args.get("pageToken"):
            server.holes -= 1
            return listed("commentThreadList", [], token(server, 0))
        return paged(server, "commentThreadList", tops, lambda each: thread_of(server, each))

    @server.get("/youtube/v3/comments")
    def comments():
        pay(server, 1)
        if many("id"):
            found = [server.comments[name] for name in many("id") if name in server.comments]
            return listed("commentList", [comment_of(each, False) for each in found])
        above = request.args.get("parentId")
        if above not in server.comments:
            return wrong(404, "commentNotFound", "One or more of the specified comments cannot be found.")  # fmt: skip
        below = replies_of(server, above)
        return paged(server, "commentList", below, comment_of)


def add_decisions(server):
    @server.post("/youtube/v3/comments")
    def insert():
        pay(server, 50)
        asked = (request.get_json() or {}).get("snippet") or {}
        text, above = asked.get("textOriginal") or "", asked.get("parentId")
        if not text.strip():
            return wrong(400, "commentTextRequired", "The comment resource must specify a text.")
        if len(text) > LONGEST:
            return wrong(400, "commentTextTooLong", "The comment text is too long.")
        if above not in server.comments:
            return wrong(404, "parentCommentNotFound", "The specified parent comment could not be found.")  # fmt: skip
        if not server.answers_on:
            return wrong(403, "commentsDisabled", "The video has disabled comments.", "youtube.commentThread")  # fmt: skip
        name = server.write("pact", text, server.comments[above]["video"], above)
        return jsonify(comment_of(server.comments[name]))

    @server.delete("/youtube/v3/comments")
    def delete():
        pay(server, 50)
        found = server.comments.get(request.args.get("id"))
        if found is None:
            return wrong(404, "commentNotFound", "The comment could not be found.")
        if found["author"] != "pact":
            return wrong(403, "forbidden", "The comment could not be deleted due to insufficient permissions.")  # fmt: skip
        server.done.append(["delete", found["id"]])
        server.do_remove(found["id"])
        return "", 204

    @server.post("/youtube/v3/comments/setModerationStatus")
    def decide():
        pay(server, 50)
        names, status = many("id"), request.args.get("moderationStatus")
        ban = request.args.get("banAuthor") == "true"
        if ban and status != "rejected":
            return wrong(400, "banWithoutReject", "The banAuthor parameter can only be used with rejected.")  # fmt: skip
        if status not in ("heldForReview", "published", "rejected"):
            return wrong(400, "operationNotSupported", "This status cannot be set.")
        if any(name not in server.comments for name in names):
            return wrong(404, "commentNotFound", "One or more comments could not be found.")
        if status == "published" and any(server.comments[name]["status"] == "rejected" for name in names):  # fmt: skip
            return wrong(403, "forbidden", "A rejected comment cannot be published.")
        for name in names:
            server.comments[name]["status"] = status
            server.done.append(["ban" if ban else status, name])
        return "", 204


def pay(server, cost):
    """Who asks, and whether there are units left today: they are given out anew at midnight in California."""
    key = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if server.keys.get(key, server.now()) <= server.now():
        abort(wrong(401, "authError", "Invalid Credentials", "global"))
    if SCOPE not in server.scopes:
        abort(wrong(403, "insufficientPermissions", "Request had insufficient authentication scopes.", "global"))  # fmt: skip
    day = server.now().astimezone(PACIFIC).date()
    if server.spent.get(day, 0) + cost > server.units:
        abort(wrong(403, "quotaExceeded", "The request cannot be completed because you have exceeded your quota.", "youtube.quota"))  # fmt: skip
    server.spent[day] = server.spent.get(day, 0) + cost


def many(name):
    """What was given several times, or once with commas."""
    return [each for given in request.args.getlist(name) for each in given.split(",") if each]


def listed(kind, items, further=None):
    about = {"totalResults": len(items), "resultsPerPage": len(items)}
    body = {"kind": f"youtube#{kind}Response", "etag": "e", "pageInfo": about, "items": items}
    return jsonify(body | ({"nextPageToken": further} if further else {}))


def token(server, offset):
    return base64.urlsafe_b64encode(f"{server.age}:{offset}".encode()).decode()


def paged(server, kind, rows, shown):
    most = int(request.args.get("maxResults", 20))
    if not 1 <= most <= 100:
        return wrong(400, "invalidParameter", f"Invalid value '{most}'.", "youtube.parameter")
    try:
        age, _, offset = base64.urlsafe_b64decode(request.args.get("pageToken", "") or token(server, 0)).decode().partition(":")  # fmt: skip
        start = int(offset)
    except ValueError:
        age, start = None, 0
    if age != str(server.age):
        return wrong(400, "invalidPageToken", "The request specifies an invalid page token.", "youtube.commentThread")  # fmt: skip
    end = start + most
    further = token(server, end - server.repeats) if end < len(rows) else None
    return listed(kind, [shown(each) for each in rows[start:end]], further)


def video_of(server, name):
    about, shown = server.videos[name], {"kind": "youtube#video", "etag": "e", "id": name}
    if "snippet" in many("part"):
        shown["snippet"] = {"title": about["title"], "description": "", "publishedAt": about["made"], "channelId": US}  # fmt: skip
    if "statistics" in many("part"):
        count = sum(each["video"] == name and each["status"] == "published" for each in server.comments.values())  # fmt: skip
        shown["statistics"] = {"commentCount": str(count), "viewCount": "10"}
    return shown


def replies_of(server, top):
    return [each for each in server.comments.values() if each["parent"] == top and each["status"] == "published"]  # fmt: skip


def thread_of(server, top, from_list=True):
    below = replies_of(server, top["id"])
    snippet = {
        "channelId": US, "canReply": server.answers_on, "totalReplyCount": len(below),
        "isPublic": top["status"] == "published", "topLevelComment": comment_of(top, from_list),
    }  # fmt: skip
    if top["video"]:
        snippet["videoId"] = top["video"]
    thread = {"kind": "youtube#commentThread", "etag": "e", "id": top["id"], "snippet": snippet}
    if below and "replies" in many("part"):
        thread["replies"] = {"comments": [comment_of(each, from_list) for each in below[-INLINE:]]}
    return thread


def comment_of(each, from_list=True):
    plain, ours = request.args.get("textFormat") == "plainText", each["author"] == "pact"
    channel = US if ours else f"UC{hashlib.sha256(each['author'].encode()).hexdigest()[:22]}"
    snippet = {
        "channelId": US, "textDisplay": each["text"] if plain else html.escape(each["text"]).replace("\n", "<br>"),
        "authorDisplayName": f"@{each['author']}", "authorProfileImageUrl": "https://yt3.example/a.jpg",
        "authorChannelUrl": f"http://www.youtube.com/@{each['author']}", "authorChannelId": {"value": channel},
        "canRate": True, "viewerRating": "none", "likeCount": 3, "publishedAt": each["made"], "updatedAt": each["changed"],
    }  # fmt: skip
    if each.get("closed"):
        del snippet["authorChannelId"], snippet["authorChannelUrl"]
    if ours:
        snippet["textOriginal"] = each["text"]
    if from_list:
        snippet["moderationStatus"] = each["status"]
    snippet |= {name: each[key] for name, key in (("videoId", "video"), ("parentId", "parent"), ("imageUrl", "imageUrl")) if each.get(key)}  # fmt: skip
    return {"kind": "youtube#comment", "etag": "e", "id": each["id"], "snippet": snippet}
