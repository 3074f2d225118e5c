"""A site with a feed: RSS, Atom or JSON at will, with validators, moves, what real feeds do wrong, and a hub of its own."""

import hmac
import threading
from email.utils import format_datetime
from hashlib import sha256
from xml.sax.saxutils import escape

import httpx
from flask import jsonify, redirect, request

from tests.fakes.base import Fake


class Server(Fake):
    """One small site: its articles, the newest first, and at which address they are."""

    def __init__(self):
        super().__init__("feed")
        self.items, self.kind, self.moved, self.ttl, self.broken_xml = [], "rss", {}, 0, False
        # Where the feed names its hub (header, body, nowhere, or another hub by its address), and what that does: grant, deny, silent or stranger.
        self.names_hub, self.hub_does, self.lease, self.told = "", "grant", 864_000, {}

    # The back door

    def say_account(self):
        return {"settings": {}, "secrets": {}, "account_id": "feed"}

    def do_post(self, text="", **more):
        return "the site"

    def do_comment(self, text, post=None, parent=None, author="Sami", **more):
        made = {
            "id": f"urn:item:{self.new_id()}",
            "text": text,
            "author": author,
            "at": self.now(),
            **more,
        }
        self.items.insert(0, made)
        return made["id"]

    def do_edit(self, id, text):
        next(each for each in self.items if each["id"] == id)["text"] = text
        return id

    def do_remove(self, id):
        self.items = [each for each in self.items if each["id"] != id]

    def do_nasty(self, post):
        """The same twice, one without a date, markup and a script in a title, and a bare ampersand that breaks the XML."""
        first = self.do_comment("Eau & routes <script>alert(1)</script>", author="A & B")
        self.items.insert(0, dict(self.items[0]))
        undated = self.do_comment("بلا تاريخ")
        self.items[0]["at"] = None
        self.broken_xml = True
        return [first, undated]

    def do_site(self, **more):
        """kind (rss, atom, json, page), moved ({from: [to, status]}), ttl: what this site does."""
        self.__dict__.update(more)

    def say_replies(self):
        return []

    # The hub

    def do_subscriptions(self):
        """Who asked for what: {callback: {"mode", "topic", "secret", "answer", "echoed"}}."""
        return self.told

    def asked(self, form):
        """Somebody wants to hear, or no more; a hub looks for them first."""
        told = {name.removeprefix("hub."): value for name, value in form.items()}
        callback = told.pop("callback")
        self.told[callback] = {**self.told.get(callback, {}), **told, "answer": None}
        if self.hub_does != "silent":
            threading.Thread(target=self.look, args=(callback, told), daemon=True).start()

    def look(self, callback, told):
        """Whether the one at the callback really asked."""
        query = {"hub.mode": told["mode"], "hub.topic": told["topic"]}
        if self.hub_does == "deny":
            query = {**query, "hub.mode": "denied", "hub.reason": "Pas de place <b>ici</b>"}
        else:
            query |= {"hub.challenge": "défi " + self.new_id(), "hub.lease_seconds": self.lease}
        if self.hub_does == "stranger":
            query["hub.topic"] = "https://elsewhere.example/feed"
        answer = httpx.get(callback, params=query, trust_env=False, timeout=10)
        echoed = answer.status_code == 200 and answer.text == query.get("hub.challenge")
        self.told[callback] |= {"answer": answer.status_code, "echoed": echoed}

    def do_publish(self, method="sha256", secret=None, size=0, signed=True, body=None):
        """What a hub does when the site has news: the feed itself, signed, to everybody; gives what each answered."""
        return [
            self.deliver(callback, told, method, secret, size, signed, body)
            for callback, told in list(self.told.items())
        ]

    def deliver(self, callback, told, method, secret, size, signed, body):
        if body is None:
            body = KINDS[self.kind](self)[0]
        body = body.encode() + b" " * size
        digest = hmac.new((secret or told.get("secret", "")).encode(), body, method).hexdigest()
        headers = {"Content-Type": "application/rss+xml"}
        headers |= {"X-Hub-Signature": f"{method}={digest}"} if signed else {}
        return httpx.post(callback, content=body, headers=headers, trust_env=False, timeout=10).status_code  # fmt: skip

    def links(self, url):
        """How a feed names its hub: in a header, or in itself."""
        if self.names_hub.startswith("http"):
            return {"Link": f'<{self.names_hub}>; rel="hub", <{url}>; rel="self"'}
        if self.names_hub == "header":
            return {"Link": f'</hub>; rel="hub", <{url}>; rel="self"; type="application/rss+xml"'}
        return {}


def make():
    server = Server()
    server.add_url_rule("/_fake/site", "_fake_site", server.back_door("site"), methods=["POST"])
    for verb in ("publish", "subscriptions"):
        path = f"/_fake/{verb}"
        server.add_url_rule(path, f"_fake_{verb}", server.back_door(verb), methods=["POST"])

    @server.post("/hub")
    def hub():
        server.asked(request.form)
        return "", 202

    @server.get("/", defaults={"path": ""})
    @server.get("/<path:path>")
    def feed(path):
        if path in server.moved:
            to, status = server.moved[path]
            return redirect(to, status)
        if server.kind == "page" and not path:
            return '<html><head><link rel="alternate" type="application/rss+xml" href="/feed.xml"></head></html>'
        body, kind = KINDS["rss" if server.kind == "page" else server.kind](server)
        tag = f'"{sha256(body.encode()).hexdigest()[:12]}"'
        if request.headers.get("If-None-Match") == tag:
            return "", 304
        return body, 200, {"Content-Type": kind, "ETag": tag, **server.links(request.url)}

    return server


def rss(server):
    items = "".join(
        f"<item><guid isPermaLink='false'>{each['id']}</guid><title>{escape(each['text'])}</title>"
        f"<link>https://site.example/{n}?utm_source=rss</link><author>{escape(each['author'])}</author>"
        + (f"<pubDate>{format_datetime(each['at'])}</pubDate>" if each["at"] else "")
        + "</item>"
        for n, each in enumerate(server.items)
    )
    ttl = f"<ttl>{server.ttl}</ttl>" if server.ttl else ""
    title = "Radio & journal" if server.broken_xml else "Radio &amp; journal"
    return f"<?xml version='1.0'?><rss version='2.0' xmlns:atom='http://www.w3.org/2005/Atom'><channel><title>{title}</title><link>https://site.example/</link>{hub_links(server)}{ttl}{items}</channel></rss>", "application/rss+xml; charset=utf-8"  # fmt: skip


def atom(server):
    items = "".join(
        f"<entry><id>{each['id']}</id><title>{escape(each['text'])}</title><updated>{each['at'].isoformat()}</updated>"
        f"<link href='https://site.example/a'/><author><name>{escape(each['author'])}</name></author></entry>"
        for each in server.items
    )
    return f"<feed xmlns='http://www.w3.org/2005/Atom'><title>Radio</title><id>x</id>{hub_links(server).replace('atom:', '')}{items}</feed>", "application/atom+xml"  # fmt: skip


def hub_links(server):
    if server.names_hub != "body":
        return ""
    return "<atom:link rel='self' href='/topic'/><atom:link rel='hub' href='/hub'/>"


def json_feed(server):
    items = [
        {"id": each["id"], "title": each["text"], "content_html": "", "date_published": each["at"].isoformat(), "authors": [{"name": each["author"]}]}
        for each in server.items
    ]  # fmt: skip
    with server.app_context():
        more = {"hubs": [{"type": "WebSub", "url": "/hub"}], "feed_url": "/topic"}
        told = jsonify(
            version="https://jsonfeed.org/version/1.1", title="Radio", items=items,
            **(more if server.names_hub == "body" else {}),
        )  # fmt: skip
    return told.get_data(as_text=True), "application/feed+json"


KINDS = {"rss": rss, "atom": atom, "json": json_feed}
