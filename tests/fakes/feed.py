"""A site with a feed: RSS, Atom or JSON at will, with validators, moves, and what real feeds do wrong."""

from email.utils import format_datetime
from hashlib import sha256
from xml.sax.saxutils import escape

from flask import jsonify, redirect, request

from tests.fakes.base import Fake


class Server(Fake):
    """One small site: its articles, the newest first, and at which address they are."""

    def __init__(self):
        super().__init__("feed")
        self.items, self.kind, self.moved, self.ttl, self.broken_xml = [], "rss", {}, 0, False

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


def make():
    server = Server()
    server.add_url_rule("/_fake/site", "_fake_site", server.back_door("site"), methods=["POST"])

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
        return body, 200, {"Content-Type": kind, "ETag": tag}

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
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>{title}</title><link>https://site.example/</link>{ttl}{items}</channel></rss>", "application/rss+xml; charset=utf-8"  # fmt: skip


def atom(server):
    items = "".join(
        f"<entry><id>{each['id']}</id><title>{escape(each['text'])}</title><updated>{each['at'].isoformat()}</updated>"
        f"<link href='https://site.example/a'/><author><name>{escape(each['author'])}</name></author></entry>"
        for each in server.items
    )
    return f"<feed xmlns='http://www.w3.org/2005/Atom'><title>Radio</title><id>x</id>{items}</feed>", "application/atom+xml"  # fmt: skip


def json_feed(server):
    items = [
        {"id": each["id"], "title": each["text"], "content_html": "", "date_published": each["at"].isoformat(), "authors": [{"name": each["author"]}]}
        for each in server.items
    ]  # fmt: skip
    with server.app_context():
        told = jsonify(version="https://jsonfeed.org/version/1.1", title="Radio", items=items)
    return told.get_data(as_text=True), "application/feed+json"


KINDS = {"rss": rss, "atom": atom, "json": json_feed}
