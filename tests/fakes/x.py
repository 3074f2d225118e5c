"""X's API v2 with one account of ours, those who write to it, and the desk where keys are made.

As documented: both spellings of its names, newest first, no `data` where there is nothing, errors in a 200, an edit is a
new id, a lasting key is good for one renewal, answers only to who summoned us, one status for "too fast" and "no money
left", and deliveries signed with the application's secret.
"""

import base64
import hashlib
import hmac
import html
import json
from datetime import datetime, timedelta
from urllib.parse import urlencode

from flask import abort, jsonify, redirect, request

from tests.fakes.base import Fake

SCOPES = (
    "tweet.read users.read offline.access tweet.write tweet.moderate.write mute.read mute.write"
)
CLIENT, CONSUMER_SECRET, WEBHOOK = (
    ("x-client", "x-secret"),
    "x-consumer-secret",
    "1146654567674912769",
)
PROBLEMS = "https://api.x.com/2/problems/"
ALLOWANCE, LONGEST = 300, 280
FIELDS = {
    "tweet": ("attachments", "author_id", "conversation_id", "created_at", "edit_history_tweet_ids", "entities", "in_reply_to_user_id", "lang", "note_tweet", "referenced_tweets"),
    "post": ("attachments", "conversation_id", "created_at", "entities", "lang", "note_post"),
}  # fmt: skip


class Server(Fake):
    """What one account sees, and what it asked."""

    def __init__(self):
        super().__init__("x")
        self.posts, self.people, self.done, self.events, self.asked = {}, {}, [], [], []
        self.keys, self.codes, self.subscriptions = {}, {}, []
        self.lasting, self.scopes, self.left, self.capped = "lasting-1", SCOPES, ALLOWANCE, 0
        self.forgotten, self.muted, self.summons = "0", set(), True
        self.us = self.person("pact")
        self.key = self.new_key("key-of-pact")
        self.before_request(self.remember)

    def remember(self):
        """Everything that was asked, with its values: for the specification to look at."""
        if request.path.startswith("/2/") and "oauth2" not in request.path:
            body = request.get_json(silent=True)
            self.asked.append([request.method, request.path, request.args.to_dict(), body])

    def new_key(self, name=None):
        name = name or f"key-{self.new_id()}"
        self.keys[name] = self.now() + timedelta(hours=2)
        return name

    def person(self, name):
        if name not in self.people:
            self.people[name] = {"id": self.new_id(), "username": name, "name": name.capitalize(), "profile_image_url": "https://pbs.example/a.jpg"}  # fmt: skip
        return self.people[name]

    def stamp(self):
        return self.now().isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def write(self, who, text, above=None, quoted=None, **more):
        name, parent = self.new_id(), self.posts.get(above)
        post = {
            "id": name, "text": text, "author": who, "made": self.stamp(), "above": above, "quoted": quoted,
            "conversation": parent["conversation"] if parent else name, "first": name, **more,
        }  # fmt: skip
        self.posts[name] = post
        return post

    def newest(self, first):
        """A post as it is now: the last of its versions."""
        return [each for each in self.posts.values() if each["first"] == first][-1]

    # The back door

    def say_account(self):
        return {
            "settings": {
                "base_url": "{url}/2", "token_url": "{url}/2/oauth2/token", "sign_in_url": "{url}/i/oauth2/authorize",
                "username": "pact", "monthly_budget": "1000", "spelling": "tweet",
            },
            "secrets": {"token": self.key, "refresh_token": self.lasting}, "account_id": self.us["id"],
            "config": {"X_CLIENT_ID": CLIENT[0], "X_CLIENT_SECRET": CLIENT[1], "X_CONSUMER_SECRET": CONSUMER_SECRET},
        }  # fmt: skip

    def do_post(self, text="Réunion publique mardi", author="pact", **more):
        return self.write(self.person(author), text)["id"]

    def do_comment(self, text, post=None, parent=None, author="sami", mention=True, quote=None, **more):  # fmt: skip
        words = f"@pact {text}" if mention else text
        made = self.write(self.person(author), words, parent or post, quote, **more)
        self.tell("post.mention.create" if mention else "post.quote.create" if quote else "post.reply.create", made)  # fmt: skip
        return made["id"]

    def tell(self, kind, post, **more):
        """An event for whoever subscribed to it."""
        payload = {"id": post["id"], "author_id": post["author"]["id"]} if kind == "post.delete" else shown(self, post, "tweet", True)  # fmt: skip
        event = {"event_uuid": self.new_id(), "event_type": kind, "filter": {"user_id": self.us["id"]}, "tag": "sada", "payload": payload}  # fmt: skip
        if kind != "post.delete":
            event["includes"] = {"users": [post["author"]]}
        self.events.append({"data": {**event, **more}})

    def do_edit(self, id, text):
        """Every version is another post, with all ids of its history."""
        old = self.newest(id)
        mark = "@pact " if old["text"].startswith("@pact ") else ""
        made = {**old, "id": self.new_id(), "text": mark + text, "made": self.stamp()}
        self.posts[made["id"]] = made
        return id

    def do_remove(self, id):
        for name in [name for name, each in self.posts.items() if each["first"] == id]:
            del self.posts[name]

    def do_nasty(self, post):
        """A long text, an author who is suspended, a repost that is nobody's words, a picture, and more than one page."""
        long = self.do_comment("", post, note="@pact " + "طويل " * 80)
        lost = self.do_comment("Compte suspendu depuis", post, author="parti", suspended=True)
        self.write(self.person("fan"), "RT @pact: Réunion", None, reposts=post)
        picture = self.do_comment("https://t.co/pic", post, picture="https://pbs.example/p.jpg")
        many = [self.do_comment(f"Message {n}", post, author=f"c{n}") for n in range(103)]
        return [long, lost, picture, *many]

    def do_set(self, **what):
        for name, value in what.items():
            setattr(self, name, value)

    def do_deliveries(self):
        """What has happened since the last look, as X would deliver it."""
        out, self.events = self.events, []
        bodies = [json.dumps(each, ensure_ascii=False) for each in out]
        return [{"body": body, "signature": signature(body.encode())} for body in bodies]

    def do_asked(self):
        return self.asked

    def say_replies(self):
        return [
            {"id": each["id"], "text": each["text"], "parent": each["above"]}
            for each in self.posts.values()
            if each["author"] is self.us and each["above"]
        ]

    def say_acts(self):
        return self.done

    def expired(self):
        if request.path == "/2/oauth2/token":
            return jsonify(error="invalid_request", error_description="Value passed for the token was invalid."), 400  # fmt: skip
        return problem(401, "Unauthorized", "Unauthorized", "about:blank")

    def broken(self, fault):
        return problem(500, "Internal Server Error", "Internal Server Error", PROBLEMS + "internal-error")  # fmt: skip

    def busy_seconds(self, fault):
        """Too fast: until when is told as a moment, and only in its own header."""
        answer = problem(429, "Too Many Requests", "Too Many Requests", "about:blank")
        until = datetime.now().timestamp() + fault["seconds"]
        answer.headers["x-rate-limit-reset"] = str(int(until))
        return answer


def signature(body):
    made = hmac.new(CONSUMER_SECRET.encode(), body, hashlib.sha256).digest()
    return f"sha256={base64.b64encode(made).decode()}"


def problem(status, title, detail, kind, **more):
    answer = jsonify(title=title, detail=detail, type=kind, status=status, **more)
    answer.status_code = status
    return answer


def invalid(name, words):
    """As X says that a parameter is wrong."""
    errors = [{"parameters": {name: [request.args.get(name)]}, "message": words}]
    return problem(400, "Invalid Request", "One or more parameters to your request was invalid.", PROBLEMS + "invalid-request", errors=errors)  # fmt: skip


def missing(name, parameter="ids"):
    return {
        "value": name, "detail": f"Could not find tweet with {parameter}: [{name}].", "title": "Not Found Error",
        "resource_type": "tweet", "parameter": parameter, "resource_id": name, "type": PROBLEMS + "resource-not-found",
    }  # fmt: skip


def make():
    server = Server()
    for verb in ("set", "deliveries", "asked"):
        server.add_url_rule(f"/_fake/{verb}", f"_fake_{verb}", server.back_door(verb), methods=["POST"])  # fmt: skip
    add_keys(server)
    add_reading(server)
    add_writing(server)
    return server


def add_keys(server):
    @server.get("/i/oauth2/authorize")
    def sign_in():
        """The person says yes at once; "deny" in the state says no."""
        asked = request.args
        if asked["client_id"] != CLIENT[0] or asked["code_challenge_method"] != "S256":
            abort(400)
        code = f"code-{server.new_id()}"
        server.codes[code] = (asked["redirect_uri"], asked["code_challenge"])
        answer = {"error": "access_denied"} if "deny" in asked["state"] else {"code": code}
        return redirect(f"{asked['redirect_uri']}?{urlencode({**answer, 'state': asked['state']})}")

    @server.post("/2/oauth2/token")
    def keys():
        asked, who = request.form, request.authorization
        if not who or (who.username, who.password) != CLIENT:
            return jsonify(error="unauthorized_client", error_description="Missing valid authorization header"), 401  # fmt: skip
        if asked["grant_type"] == "refresh_token":
            right = asked["refresh_token"] == server.lasting
        else:
            redirect_uri, challenge = server.codes.pop(asked.get("code"), (None, None))
            digest = hashlib.sha256(asked.get("code_verifier", "").encode()).digest()
            proof = base64.urlsafe_b64encode(digest).decode().rstrip("=")
            right = redirect_uri == asked.get("redirect_uri") and challenge == proof
        if not right:
            return jsonify(error="invalid_request", error_description="Value passed for the token was invalid."), 400  # fmt: skip
        # The one before is dead from now on.
        server.lasting = f"lasting-{server.new_id()}"
        offline = {"refresh_token": server.lasting} if "offline.access" in server.scopes else {}
        return jsonify(token_type="bearer", expires_in=7200, access_token=server.new_key(), scope=server.scopes, **offline)  # fmt: skip


def add_reading(server):
    @server.after_request
    def allowance(response):
        if request.path.startswith("/2/"):
            server.left = server.left - 1 or ALLOWANCE
            response.headers["x-rate-limit-limit"] = str(ALLOWANCE)
            response.headers["x-rate-limit-remaining"] = str(server.left)
        return response

    @server.get("/2/users/me")
    def me():
        signed_in(server, "users.read")
        return jsonify(data={name: server.us[name] for name in ("id", "name", "username")})

    @server.get("/2/users/<number>/mentions")
    def mentions(number):
        signed_in(server, "tweet.read")
        if number != server.us["id"]:
            return jsonify(errors=[missing(number, "id")])
        named = [each for each in alive(server) if "@pact" in (each.get("note") or each["text"])]
        return paged(server, named, 5)

    @server.get("/2/users/<number>/tweets")
    def written(number):
        signed_in(server, "tweet.read")
        return paged(server, [each for each in alive(server) if each["author"]["id"] == number], 5)

    @server.get("/2/tweets/search/recent")
    def search():
        signed_in(server, "tweet.read")
        query = request.args["query"]
        if query != "to:pact is:reply -from:pact -is:retweet":
            return invalid("query", "This fake knows one query.")
        ours = {each["id"] for each in server.posts.values() if each["author"] is server.us}
        return paged(server, [each for each in alive(server) if each["above"] in ours and each["author"] is not server.us], 10)  # fmt: skip

    @server.get("/2/tweets")
    def by_ids():
        signed_in(server, "tweet.read")
        names = request.args["ids"].split(",")
        found = [server.posts[name] for name in names if name in server.posts]
        lost = [missing(name) for name in names if name not in server.posts]
        return jsonify(answer(server, found) | ({"errors": lost} if lost else {}))

    @server.get("/2/activity/subscriptions")
    def subscriptions():
        signed_in(server)
        return jsonify({"data": server.subscriptions} if server.subscriptions else {})


def add_writing(server):
    @server.post("/2/activity/subscriptions")
    def subscribe():
        signed_in(server)
        asked = request.get_json()
        if asked["webhook_id"] != WEBHOOK:
            return problem(400, "Invalid Request", "Unknown webhook.", PROBLEMS + "invalid-request")
        made = {**asked, "subscription_id": server.new_id()}
        server.subscriptions.append(made)
        return jsonify(data={"subscription": made}), 201

    @server.post("/2/tweets")
    def create():
        signed_in(server, "tweet.write")
        asked = request.get_json()
        text, above = (
            asked.get("text") or "",
            (asked.get("reply") or {}).get("in_reply_to_tweet_id"),
        )
        if len(text) > LONGEST:
            return problem(403, "Forbidden", "Your Tweet text is too long.", "about:blank")
        if above not in server.posts:
            return problem(403, "Forbidden", "You attempted to reply to a Tweet that is deleted or not visible to you.", "about:blank")  # fmt: skip
        if server.summons and not summoned(server, server.posts[above]):
            return problem(403, "Forbidden", "Reply to this conversation is not allowed because you have not been mentioned or otherwise engaged by the author.", "about:blank")  # fmt: skip
        same = [each for each in server.posts.values() if each["author"] is server.us and each["text"].endswith(text)]  # fmt: skip
        if same:
            return problem(403, "Forbidden", "You are not allowed to create a Tweet with duplicate content.", "about:blank")  # fmt: skip
        made = server.write(server.us, f"@{server.posts[above]['author']['username']} {text}", above)  # fmt: skip
        return jsonify(data={"id": made["id"], "text": made["text"], "edit_history_tweet_ids": [made["id"]]}), 201  # fmt: skip

    @server.delete("/2/tweets/<name>")
    def delete(name):
        signed_in(server, "tweet.write")
        if name not in server.posts:
            return jsonify(errors=[missing(name, "id")])
        if server.posts[name]["author"] is not server.us:
            return problem(403, "Forbidden", "You are not authorized to delete this Tweet.", "about:blank")  # fmt: skip
        server.done.append(["delete", name])
        server.tell("post.delete", server.posts.pop(name))
        return jsonify(data={"deleted": True})

    @server.put("/2/tweets/<name>/hidden")
    def hide(name):
        signed_in(server, "tweet.moderate.write")
        hidden = request.get_json().get("hidden")
        if not isinstance(hidden, bool):
            return problem(400, "Invalid Request", "hidden must be a boolean.", PROBLEMS + "invalid-request")  # fmt: skip
        if name not in server.posts:
            return jsonify(errors=[missing(name, "id")])
        root = server.posts.get(server.posts[name]["conversation"])
        if not root or root["author"] is not server.us or not server.posts[name]["above"]:
            return problem(403, "Forbidden", "You can only hide replies to your own conversations.", "about:blank")  # fmt: skip
        server.done.append(["hide" if hidden else "unhide", name])
        return jsonify(data={"hidden": hidden})

    @server.post("/2/users/<me>/muting")
    def mute(me):
        signed_in(server, "mute.write")
        server.done.append(["mute", request.get_json()["target_user_id"]])
        return jsonify(data={"muting": True})

    @server.delete("/2/users/<me>/muting/<them>")
    def unmute(me, them):
        signed_in(server, "mute.write")
        server.done.append(["unmute", them])
        return jsonify(data={"muting": False})


def signed_in(server, scope=None):
    key = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if server.keys.get(key, server.now()) <= server.now():
        abort(problem(401, "Unauthorized", "Unauthorized", "about:blank"))
    if server.capped:
        abort(problem(429, "UsageCapExceeded", "Usage cap exceeded: Monthly product cap", PROBLEMS + "usage-capped", period="Monthly", scope="Product"))  # fmt: skip
    if scope and scope not in server.scopes.split():
        abort(problem(403, "Forbidden", "You are not permitted to perform this action.", PROBLEMS + "client-forbidden"))  # fmt: skip


def summoned(server, post):
    quoted = server.posts.get(post["quoted"])
    return "@pact" in (post.get("note") or post["text"]) or bool(quoted and quoted["author"] is server.us)  # fmt: skip


def alive(server):
    """Every post as it is now, newest first."""
    return sorted(({each["first"]: each for each in server.posts.values()}).values(), key=lambda each: int(each["id"]))[::-1]  # fmt: skip


def spelling():
    return "post" if "post.fields" in request.args else "tweet"


def paged(server, rows, fewest):
    asked = request.args
    most = int(asked.get("max_results", 10))
    if not fewest <= most <= 100:
        return invalid("max_results", f"must be between {fewest} and 100")
    if int(asked.get("since_id", server.forgotten)) < int(server.forgotten):
        return invalid("since_id", "'since_id' must be a tweet id created after the cut-off.")
    rows = [each for each in rows if int(each["id"]) > int(asked.get("since_id", 0)) and each["made"] >= asked.get("start_time", "")[:19]]  # fmt: skip
    token, start = asked.get("pagination_token") or asked.get("next_token"), 0
    if token:
        if not token.startswith("page"):
            return invalid("pagination_token", "The pagination_token is not valid.")
        start = next((number for number, each in enumerate(rows) if int(each["id"]) < int(token[4:])), len(rows))  # fmt: skip
    page = rows[start : start + most]
    meta = {"result_count": len(page)}
    if page:
        meta |= {"newest_id": page[0]["id"], "oldest_id": page[-1]["id"]}
    if start + most < len(rows):
        meta["next_token"] = f"page{page[-1]['id']}"
    return jsonify(answer(server, page) | {"meta": meta})


def answer(server, found):
    """Posts with what they refer to; nothing at all under "data" when there are none."""
    if not found:
        return {}
    word = spelling()
    above = [server.posts[name] for each in found for name in (each["above"], each["quoted"], each.get("reposts")) if name in server.posts]  # fmt: skip
    people = {each["author"]["id"]: each["author"] for each in (*found, *above) if not each.get("suspended")}  # fmt: skip
    wanted = request.args.get("expansions", "")
    includes = {"users": list(people.values())} if "author_id" in wanted else {}
    if above and "referenced" in wanted:
        includes["tweets" if word == "tweet" else "posts"] = [shown(server, each, word) for each in {each["id"]: each for each in above}.values()]  # fmt: skip
    pictures = [each for each in found if each.get("picture")]
    if pictures and "media" in wanted:
        includes["media"] = [{"media_key": f"3_{each['id']}", "type": "photo", "url": each["picture"], "alt_text": "Une affiche"} for each in pictures]  # fmt: skip
    return {"data": [shown(server, each, word) for each in found], "includes": includes}


def shown(server, each, word, delivered=False):
    """One post: its id and text, and besides what was asked for, in the spelling it was asked in."""
    refers = [{"type": kind, "id": each.get(name)} for kind, name in (("replied_to", "above"), ("quoted", "quoted"), ("retweeted", "reposts")) if each.get(name)]  # fmt: skip
    versions = [one["id"] for one in server.posts.values() if one["first"] == each["first"] and int(one["id"]) <= int(server.newest(each["first"])["id"])]  # fmt: skip
    text = each.get("note") or each["text"]
    entities = {"mentions": [{"start": 0, "end": 5, "username": "pact", "id": server.us["id"]}]} if "@pact" in text else {}  # fmt: skip
    if each.get("picture"):
        entities["urls"] = [{"start": 0, "end": 3, "url": "https://t.co/pic", "expanded_url": f"https://x.com/a/status/{each['id']}/photo/1", "media_key": f"3_{each['id']}"}]  # fmt: skip
    whole = {
        "id": each["id"], "text": html.escape(text[:LONGEST], quote=False), "author_id": each["author"]["id"],
        "conversation_id": each["conversation"], "created_at": each["made"], "lang": "fr",
        f"edit_history_{word}_ids": sorted(versions, key=int), f"referenced_{word}s": refers, "entities": entities,
    }  # fmt: skip
    parent = server.posts.get(each["above"])
    if parent:
        whole["in_reply_to_user_id"] = parent["author"]["id"]
    if each.get("note"):
        whole[f"note_{word}"] = {"text": text, "entities": entities}
    if each.get("picture"):
        whole["attachments"] = {"media_keys": [f"3_{each['id']}"]}
    asked = "" if delivered else request.args.get(f"{word}.fields", "")
    by_default = {"id", "text", f"edit_history_{word}_ids"} | ({"author_id", "referenced_posts", "in_reply_to_user_id"} if word == "post" else set())  # fmt: skip
    return {name: value for name, value in whole.items() if value and (delivered or name in by_default or name in asked.split(","))}  # fmt: skip
