"""A Bluesky server: one account of ours, others, and the parts of the AT Protocol that the connector uses.

As documented and seen: sessions of two tokens that both change when renewed; notifications newest first, their cursor a
moment; threads as trees of views with a kind each; deleting what is not there is fine, deleting others' is a 401; a
record is only replaced by who names its version; folded replies still come back, beside their gate.
"""

import json
from base64 import urlsafe_b64encode
from datetime import timedelta

from flask import jsonify, request

from tests.fakes.base import Fake

POST, GATE, LIKE, BLOCK = "app.bsky.feed.post", "app.bsky.feed.threadgate", "app.bsky.feed.like", "app.bsky.graph.block"  # fmt: skip
PASSWORD, HANDLE = "abcd-efgh-ijkl-mnop", "pact.example"
LONGEST = 300


class Server(Fake):
    """Everything one small server knows."""

    def __init__(self):
        super().__init__("bluesky")
        self.records, self.notices, self.done, self.muted = {}, [], [], set()
        self.people = {}
        self.us = self.person(HANDLE)
        self.sessions, self.signed_in = 0, 0
        self.renew()

    def renew(self):
        self.sessions += 1
        self.access, self.refresh = (self.token(kind) for kind in ("access", "refresh"))

    def token(self, kind):
        """A token as they look: its end can be read in it, its seal cannot be made."""
        body = {"scope": f"com.atproto.{kind}", "sub": self.us["did"], "aud": "did:web:x", "iat": int(self.now().timestamp()),
                "exp": int((self.now() + timedelta(hours=2)).timestamp()), "jti": str(self.sessions)}  # fmt: skip
        parts = [urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in ({"alg": "ES256K", "typ": "at+jwt"}, body)]  # fmt: skip
        return ".".join([*parts, "seal"])

    def person(self, handle):
        if handle not in self.people:
            did = f"did:plc:{handle.partition('.')[0]}{'2' * 20}"[:32]
            self.people[handle] = {"did": did, "handle": handle, "displayName": handle.partition(".")[0].capitalize()}  # fmt: skip
        return self.people[handle]

    def put(self, did, collection, record, rkey=None):
        rkey = rkey or f"3l{self.new_id()}"
        uri = f"at://{did}/{collection}/{rkey}"
        self.records[uri] = {"uri": uri, "cid": f"bafyrei{self.new_id()}", "value": record, "at": told(self.now())}  # fmt: skip
        return self.records[uri]

    def posts(self):
        return {uri: each for uri, each in self.records.items() if f"/{POST}/" in uri}

    def author(self, uri):
        did = uri.removeprefix("at://").partition("/")[0]
        return next(each for each in self.people.values() if each["did"] == did)

    def view(self, uri):
        kept = self.records[uri]
        under = [each for each in self.posts().values() if parent_of(each) == uri]
        liked = next((name for name, each in self.records.items() if f"/{LIKE}/" in name and each["value"]["subject"]["uri"] == uri), None)  # fmt: skip
        return {
            "uri": uri, "cid": kept["cid"], "author": {**self.author(uri), "viewer": {"muted": False, "blockedBy": False}, "labels": []},
            "record": kept["value"], "indexedAt": kept["at"], "replyCount": len(under), "repostCount": 0, "likeCount": 0,
            "quoteCount": 0, "labels": [], "viewer": {"like": liked} if liked else {},
        }  # fmt: skip

    # The back door

    def say_account(self):
        secrets = {"password": PASSWORD, "access": self.access, "refresh": self.refresh}
        return {"settings": {"handle": HANDLE}, "secrets": secrets, "account_id": self.us["did"]}

    def do_post(self, text="Réunion publique mardi", **more):
        return self.put(self.us["did"], POST, self.words(text))["uri"]

    def words(self, text, above=None):
        record = {"$type": POST, "text": text, "createdAt": told(self.now()), "langs": ["fr"]}
        if above:
            kept = self.records[above]
            parent = {"uri": above, "cid": kept["cid"]}
            record["reply"] = {"root": (kept["value"].get("reply") or {}).get("root") or parent, "parent": parent}  # fmt: skip
        return record

    def do_comment(self, text, post=None, parent=None, author="sami", tell=True, **more):
        above = parent or post
        made = self.put(self.person(f"{author}.example")["did"], POST, {**self.words(text, above), **more})  # fmt: skip
        ours = above is None or self.author(above) is self.us
        if tell and ours and self.author(made["uri"])["did"] not in self.muted:
            self.notices.append({"uri": made["uri"], "reason": "reply" if above else "mention", "at": made["at"]})  # fmt: skip
        return made["uri"]

    def do_edit(self, id, text):
        return None

    def do_remove(self, id):
        self.records.pop(id)

    def do_nasty(self, post):
        """The same told twice, likes between, a moment far ahead in what its author says, and depth that notifies nobody."""
        first = self.do_comment("علاش؟", post, createdAt="2044-01-01T00:00:00.000Z")
        self.notices.append(dict(self.notices[-1]))
        for _ in range(60):
            self.notices.append({"uri": first, "reason": "starterpack-joined", "at": told(self.now())})  # fmt: skip
        deep = self.do_comment("Moi aussi", parent=first, author="mouna")
        return [first, deep, self.do_comment("Sans avis", post, tell=False)]

    def do_expire(self):
        """The session has ended; the refresh token still lives."""
        self.access = self.token("access") + "x"

    def do_tamper(self, root):
        """Somebody else changes the gate between our reading and our writing."""
        self.tampered = root

    tampered = None

    def say_replies(self):
        ours = [each for uri, each in self.posts().items() if self.author(uri) is self.us and parent_of(each)]  # fmt: skip
        return [{"id": each["uri"], "text": each["value"]["text"], "parent": parent_of(each)} for each in ours]  # fmt: skip

    def say_acts(self):
        return self.done

    def expired(self):
        return wrong(400, "ExpiredToken", "Token has expired")

    def busy_seconds(self, fault):
        until = int((self.now() + timedelta(seconds=fault["seconds"])).timestamp())
        body, status = wrong(429, "RateLimitExceeded", "Rate Limit Exceeded")
        return body, status, {"ratelimit-reset": str(until)}


def parent_of(kept):
    return ((kept["value"].get("reply") or {}).get("parent") or {}).get("uri")


def told(moment):
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def wrong(status, name, message):
    return jsonify(error=name, message=message), status


def make():
    server = Server()
    for verb in ("expire", "tamper"):
        server.add_url_rule(f"/_fake/{verb}", f"_fake_{verb}", server.back_door(verb), methods=["POST"])  # fmt: skip

    @server.route("/xrpc/<method>", methods=["GET", "POST"])
    def call(method):
        shown = request.headers.get("Authorization", "")
        if method in OPEN:
            return OPEN[method](server, shown)
        if not shown:
            return wrong(401, "AuthMissing", "Authentication Required")
        if shown != f"Bearer {server.access}":
            return wrong(400, "ExpiredToken", "Token has expired")
        does = (READS if request.method == "GET" else WRITES).get(method)
        return (
            does(server) if does else wrong(501, "MethodNotImplemented", "Method Not Implemented")
        )

    return server


def create_session(server, shown):
    asked = request.get_json()
    if asked.get("identifier") != HANDLE or asked.get("password") != PASSWORD:
        return wrong(401, "AuthenticationRequired", "Invalid identifier or password")
    server.signed_in += 1
    server.renew()
    return jsonify(session(server))


def refresh_session(server, shown):
    if shown != f"Bearer {server.refresh}":
        return wrong(400, "ExpiredToken", "Token has been revoked")
    server.renew()
    return jsonify(session(server))


def session(server):
    return {"accessJwt": server.access, "refreshJwt": server.refresh, **who(server)}


def who(server):
    service = [{"id": "#atproto_pds", "type": "AtprotoPersonalDataServer", "serviceEndpoint": request.host_url.rstrip("/")}]  # fmt: skip
    return {"did": server.us["did"], "handle": HANDLE, "active": True, "didDoc": {"id": server.us["did"], "service": service}}  # fmt: skip


def notifications(server):
    most = int(request.args.get("limit", 50))
    if most > 100:
        return wrong(400, "InvalidRequest", "Error: limit must be at most 100")
    before, reasons = request.args.get("cursor"), request.args.getlist("reasons")
    rows = [each for each in server.notices[::-1] if each["uri"] in server.records and (not before or each["at"] < before)]  # fmt: skip
    page = rows[:most]
    shown = [
        {**{name: view[name] for name in ("uri", "cid", "author", "record", "labels")}, "reason": each["reason"], "isRead": False, "indexedAt": each["at"]}
        for each in page
        if (not reasons or each["reason"] in reasons) and (view := server.view(each["uri"]))
    ]  # fmt: skip
    further = {"cursor": page[-1]["at"]} if len(rows) > most else {}
    return jsonify(notifications=shown, **further)


def author_feed(server):
    did = request.args["actor"]
    feed = [{"post": server.view(uri)} for uri, each in reversed(server.posts().items()) if server.author(uri)["did"] == did and not parent_of(each)]  # fmt: skip
    return jsonify(feed=feed[: int(request.args.get("limit", 50))])


def thread(server):
    uri = request.args["uri"]
    if uri not in server.records:
        return wrong(400, "NotFound", f"Post not found: {uri}")
    gate = server.records.get(f"at://{server.us['did']}/{GATE}/{uri.rpartition('/')[2]}")
    beside = {"threadgate": {"uri": gate["uri"], "cid": gate["cid"], "record": gate["value"], "lists": []}} if gate else {}  # fmt: skip
    return jsonify(thread=node(server, uri, int(request.args.get("depth", 6))), **beside)


def node(server, uri, depth):
    under = [name for name, each in server.posts().items() if parent_of(each) == uri]
    replies = [node(server, name, depth - 1) for name in under] if depth else []
    missing = [{"$type": "app.bsky.feed.defs#notFoundPost", "uri": "at://x", "notFound": True}]
    return {"$type": "app.bsky.feed.defs#threadViewPost", "post": server.view(uri), "replies": replies + missing}  # fmt: skip


def posts(server):
    uris = request.args.getlist("uris")
    if len(uris) > 25:
        return wrong(400, "InvalidRequest", "Error: uris must not have more than 25 elements")
    return jsonify(posts=[server.view(uri) for uri in uris if uri in server.records])


def profile(server):
    person = next(each for each in server.people.values() if request.args["actor"] in (each["did"], each["handle"]))  # fmt: skip
    blocking = next((uri for uri, each in server.records.items() if f"/{BLOCK}/" in uri and each["value"]["subject"] == person["did"]), None)  # fmt: skip
    viewer = {"muted": person["did"] in server.muted, **({"blocking": blocking} if blocking else {})}  # fmt: skip
    return jsonify(**person, viewer=viewer)


def get_record(server):
    uri = "at://{repo}/{collection}/{rkey}".format(**request.args)
    if uri not in server.records:
        return wrong(400, "RecordNotFound", f"Could not locate record: {uri}")
    kept = server.records[uri]
    return jsonify(uri=uri, cid=kept["cid"], value=kept["value"])


def create_record(server):
    asked = request.get_json()
    if asked["repo"] not in (server.us["did"], HANDLE):
        return wrong(401, "AuthenticationRequired", "Invalid repo")
    record = asked["record"]
    if asked["collection"] == POST and (not record.get("text", "").strip() or len(record["text"]) > LONGEST):  # fmt: skip
        return wrong(400, "InvalidRequest", "Invalid app.bsky.feed.post record: Record/text must not be longer than 300 graphemes")  # fmt: skip
    made = server.put(server.us["did"], asked["collection"], record)
    if asked["collection"] == LIKE:
        server.done.append(["like", record["subject"]["uri"]])
    if asked["collection"] == BLOCK:
        server.done.append(["ban", record["subject"]])
    return jsonify(uri=made["uri"], cid=made["cid"])


def delete_record(server):
    asked = request.get_json()
    if asked["repo"] not in (server.us["did"], HANDLE):
        return wrong(401, "AuthenticationRequired", "Invalid repo")
    uri = "at://{repo}/{collection}/{rkey}".format(**{**asked, "repo": server.us["did"]})
    kept = server.records.pop(uri, None)
    if kept:
        verb, about = {LIKE: ("unlike", "subject"), BLOCK: ("unban", "subject")}.get(asked["collection"], ("delete", ""))  # fmt: skip
        named = kept["value"].get(about, uri)
        server.done.append([verb, named["uri"] if isinstance(named, dict) else named])
    return jsonify({})


def put_record(server):
    asked = request.get_json()
    uri = f"at://{server.us['did']}/{asked['collection']}/{asked['rkey']}"
    if server.tampered:
        gone, server.tampered = server.tampered, None
        other = {"$type": GATE, "post": gone, "createdAt": told(server.now()), "allow": [], "hiddenReplies": ["at://other"]}  # fmt: skip
        server.put(server.us["did"], GATE, other, asked["rkey"])
    kept = server.records.get(uri)
    if "swapRecord" in asked and asked["swapRecord"] != (kept and kept["cid"]):
        return wrong(400, "InvalidSwap", "Record was at another version")
    before = set((kept["value"].get("hiddenReplies") if kept else None) or ())
    after = set(asked["record"].get("hiddenReplies") or ())
    server.done += [["hide", each] for each in after - before] + [["unhide", each] for each in before - after]  # fmt: skip
    made = server.put(server.us["did"], asked["collection"], asked["record"], asked["rkey"])
    return jsonify(uri=made["uri"], cid=made["cid"])


def mute(server):
    server.muted.add(request.get_json()["actor"])
    server.done.append(["ban", request.get_json()["actor"]])
    return "", 200


def unmute(server):
    if request.get_json()["actor"] in server.muted:
        server.muted.discard(request.get_json()["actor"])
        server.done.append(["unban", request.get_json()["actor"]])
    return "", 200


OPEN = {
    "com.atproto.server.createSession": create_session,
    "com.atproto.server.refreshSession": refresh_session,
}
READS = {
    "com.atproto.server.getSession": lambda server: jsonify(who(server)), "com.atproto.repo.getRecord": get_record,
    "app.bsky.notification.listNotifications": notifications, "app.bsky.feed.getAuthorFeed": author_feed,
    "app.bsky.feed.getPostThread": thread, "app.bsky.feed.getPosts": posts, "app.bsky.actor.getProfile": profile,
}  # fmt: skip
WRITES = {
    "com.atproto.repo.createRecord": create_record, "com.atproto.repo.deleteRecord": delete_record,
    "com.atproto.repo.putRecord": put_record, "app.bsky.graph.muteActor": mute, "app.bsky.graph.unmuteActor": unmute,
}  # fmt: skip
