"""LinkedIn's Community Management API, with one page and one person who runs it.

As documented: version headers are asked for; what is in a key keeps its parentheses; comments stand under an activity
while people see a share; notifications tell no thread and come newest first; the id of what was made is in a header.
"""

import hashlib
import hmac
import json

from flask import jsonify, request

from tests.fakes.base import Fake

US, PERSON = "urn:li:organization:5515715", "urn:li:person:AbC_1"


class Server(Fake):
    """What one page sees."""

    def __init__(self):
        super().__init__("linkedin")
        self.token, self.refresh = "the-token-of-pact", "the-refresh-of-pact"
        self.posts, self.comments, self.told, self.liked = {}, {}, [], []
        self.ours, self.done, self.version = [], [], "202611"

    def millis(self):
        return int(self.now().timestamp() * 1000)

    def notify(self, action, comment):
        self.told.insert(0, {
            "notificationId": int(self.new_id()), "organizationalEntity": US, "action": action,
            "sourcePost": comment["share"], "generatedActivity": comment["commentUrn"],
            "lastModifiedAt": self.millis(), "subscriber": PERSON,
        })  # fmt: skip

    def write(self, actor, text, share, parent=None):
        number, place = self.new_id(), self.posts[share]["activity"]
        when = {"time": self.millis(), "actor": actor}
        made = {
            "id": number, "commentUrn": f"urn:li:comment:({place},{number})", "actor": actor, "object": place,
            "message": {"text": text, "attributes": []}, "created": when, "lastModified": when, "share": share,
        }  # fmt: skip
        if parent:
            made["parentComment"] = parent
        self.comments[made["commentUrn"]] = made
        self.notify("ADMIN_COMMENT" if actor == US else "COMMENT", made)
        return made

    # The back door

    def say_account(self):
        return {
            "settings": {"login_url": "{url}/oauth/v2"}, "account_id": US,
            "secrets": {"token": self.token, "refresh": self.refresh},
            "config": {"LINKEDIN_CLIENT_ID": "app", "LINKEDIN_CLIENT_SECRET": "app-secret"},
        }  # fmt: skip

    def do_post(self, text="Réunion publique", **more):
        share, activity = (f"urn:li:{kind}:{self.new_id()}" for kind in ("share", "activity"))
        self.posts[share] = {"id": share, "commentary": text, "publishedAt": self.millis(), "activity": activity}  # fmt: skip
        return share

    def do_comment(self, text, post=None, parent=None, author="sami", **more):
        share = self.comments[parent]["share"] if parent else post or next(iter(self.posts))
        return self.write(f"urn:li:person:{author}", text, share, parent)["commentUrn"]

    def do_edit(self, id, text):
        found = self.comments[id]
        found["message"] = {"text": text}
        found["lastModified"] = {**found["lastModified"], "time": self.millis() + 1}
        self.notify("COMMENT_EDIT", found)
        return id

    def do_remove(self, id):
        self.notify("COMMENT_DELETE", self.comments.pop(id))

    def do_nasty(self, post):
        """More than a page of comments, and likes between them."""
        names = [self.do_comment(f"Même avis {n}", post) for n in range(45)]
        self.notify("LIKE", self.comments[names[0]])
        return names

    def do_webhook(self, id):
        """What LinkedIn would deliver about a comment: the body and its headers."""
        told = next(each for each in self.told if each["generatedActivity"] == id)
        body = json.dumps({"type": "ORGANIZATION_SOCIAL_ACTION_NOTIFICATIONS", "notifications": [told]})  # fmt: skip
        sign = hmac.new(b"app-secret", f"hmacsha256={body}".encode(), hashlib.sha256).hexdigest()
        return {"body": body, "headers": {"X-LI-Signature": sign}}

    def do_sunset(self):
        self.version = "202711"

    def say_replies(self):
        return [
            {"id": each["commentUrn"], "text": each["message"]["text"], "parent": each.get("parentComment")}
            for each in self.comments.values() if each["actor"] == US
        ]  # fmt: skip

    def say_acts(self):
        return self.done

    def expired(self):
        return wrong(401, "EXPIRED_ACCESS_TOKEN", "The token used in the request has expired")


def wrong(status, code, message):
    return jsonify(status=status, serviceErrorCode=65601, code=code, message=message), status


def shown(comment):
    return {name: value for name, value in comment.items() if name != "share"}


def make():
    server = Server()
    for verb in ("sunset", "webhook"):
        server.add_url_rule(f"/_fake/{verb}", f"_fake_{verb}", server.back_door(verb), methods=["POST"])  # fmt: skip
    login(server)

    @server.before_request
    def let_in():
        if request.path.startswith(("/_fake/", "/oauth/")):
            return None
        if request.headers.get("LinkedIn-Version", "") < server.version:
            return wrong(426, "NONEXISTENT_VERSION", "Requested version is not active")
        if request.headers.get("Authorization") != f"Bearer {server.token}":
            return wrong(401, "REVOKED_ACCESS_TOKEN", "The token has been revoked")
        return None

    @server.get("/organizationAcls")
    def roles():
        found = {"organization": US, "role": "ADMINISTRATOR", "state": "APPROVED", "roleAssignee": PERSON}  # fmt: skip
        return jsonify(elements=[found], paging={"start": 0, "count": 100, "links": []})

    @server.get("/organizations/<number>")
    def page(number):
        return jsonify(id=int(number), localizedName="PACT", vanityName="pact-tn")

    @server.get("/organizationalEntityNotifications")
    def notifications():
        actions = request.args["actions"].removeprefix("List(").removesuffix(")").split(",")
        since = int(request.args["timeRange"].removeprefix("(start:").removesuffix(")"))
        found = [each for each in server.told if each["action"] in actions and each["lastModifiedAt"] >= since]  # fmt: skip
        return listed(found)

    @server.get("/posts/<urn>")
    def post(urn):
        found = server.posts.get(urn)
        return jsonify(found) if found else wrong(404, "NOT_FOUND", "Post not found")

    @server.get("/socialActions/<urn>/comments")
    def thread(urn):
        return listed([shown(e) for e in server.comments.values() if e.get("parentComment", e["object"]) == urn])  # fmt: skip

    @server.post("/socialActions/<urn>/comments")
    def comment(urn):
        told = request.json
        if len(told["message"]["text"]) > 1250:
            return wrong(422, "UNPROCESSABLE_ENTITY", "message.text is too long")
        parent = server.comments.get(told["parentComment"])
        if parent is None or told["actor"] != US or told["object"] != urn:
            return wrong(404, "NOT_FOUND", "Parent comment not found")
        made = server.write(US, told["message"]["text"], parent["share"], told["parentComment"])
        return jsonify(shown(made)), 201, {"x-restli-id": made["id"]}

    @server.get("/socialActions/<urn>/comments/<number>")
    def one(urn, number):
        found = server.comments.get(f"urn:li:comment:({urn},{number})")
        return jsonify(shown(found)) if found else wrong(404, "NOT_FOUND", "Comment not found")

    @server.delete("/socialActions/<urn>/comments/<number>")
    def delete(urn, number):
        name = f"urn:li:comment:({urn},{number})"
        if name not in server.comments:
            return wrong(404, "NOT_FOUND", "Comment not found")
        server.do_remove(name)
        server.done.append(["delete", name])
        return "", 204

    @server.post("/reactions")
    def like():
        name = request.json["root"]
        if name in server.liked:
            return wrong(409, "CONFLICT", "Reaction already exists")
        server.liked.append(name)
        server.done.append(["like", name])
        return jsonify(root=name), 201

    @server.delete("/reactions/<key>")
    def unlike(key):
        name = key.partition(",entity:")[2].removesuffix(")")
        if name not in server.liked:
            return wrong(404, "NOT_FOUND", "Reaction not found")
        server.liked.remove(name)
        server.done.append(["unlike", name])
        return "", 204

    return server


def listed(found):
    start, count = (int(request.args.get(name, default)) for name, default in (("start", 0), ("count", 10)))  # fmt: skip
    return jsonify(elements=found[start : start + count], paging={"start": start, "count": count, "links": []})  # fmt: skip


def login(server):
    @server.post("/oauth/v2/accessToken")
    def token():
        asked = request.form
        kind = asked["grant_type"]
        right = asked.get("code") == "code-1" if kind == "authorization_code" else asked.get("refresh_token") == server.refresh  # fmt: skip
        if not right or asked.get("client_secret") != "app-secret":
            return jsonify(error="invalid_grant", error_description="Grant is invalid"), 400
        server.token = f"token-{server.new_id()}"
        return jsonify(
            access_token=server.token, expires_in=5184000, refresh_token=server.refresh,
            refresh_token_expires_in=31536000, scope="r_organization_social,w_organization_social,rw_organization_admin",
        )  # fmt: skip
