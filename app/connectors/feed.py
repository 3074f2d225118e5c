"""Feeds of other people's sites, read only: their comments, or what the press writes about the project."""

import json
import re
from calendar import timegm
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

import feedparser
from flask_babel import lazy_gettext as _l

from app.connectors.contract import (
    Connector,
    Incoming,
    IncomingAuthor,
    IncomingPost,
    Page,
    Push,
    Setting,
    Standing,
)
from app.connectors.failures import transient
from app.connectors.websub import named_hub
from app.lib.calling import MOVED, MOVED_FOR_GOOD, Caller, Heard
from app.lib.clock import now
from app.lib.text import plain_text, search_words

LARGEST, LONGEST_ID, EXCERPT = 5 * 1024 * 1024, 200, 1200
# Nobody's site is asked more often than this, whatever its feed says of itself.
LEAST_MINUTES, MOST_MINUTES, HOPS = 10, 24 * 60, 5
KINDS = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/json")
TRACKING = ("utm_", "fbclid", "gclid", "mc_cid", "mc_eid")
# What Arabic joins to a name: to, in, and, so, like.
PARTICLES = "[وفبلك]{0,2}"
ACCEPT = "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"


class Feed(Connector):
    """RSS, Atom and JSON feeds, and pages that name theirs. Only what changed is asked for, and never in haste."""

    name = "feed"
    title = _l("Feed or web watch")
    icon = "globe"
    about = _l("What a site publishes (RSS, Atom, JSON): its comments, or articles that name the project. Read only.")  # fmt: skip
    wants = _l("Nothing but the address of the feed, or of a page that has one.")  # fmt: skip
    settings = (
        Setting("base_url", _l("Address of the feed"), kind="url", required=True, about=_l("Or of a page that has one.")),
        Setting("words", _l("Only what names"), kind="lines", about=_l("A name or spelling a line, in any script: PACT, “Sidi Khiar”. Words of one line must all be there, -word must not. Empty: everything.")),
    )  # fmt: skip
    can = frozenset()
    hears_hubs = True
    rhythm = (LEAST_MINUTES * 60, 1800)

    @property
    def http(self):
        return Caller(self.set["base_url"], explain=self.explain, largest=LARGEST)

    def explain(self, heard):
        if heard.status in MOVED and heard.headers.get("location"):
            raise Moved(
                urljoin(heard.url, heard.headers["location"]), heard.status in MOVED_FOR_GOOD
            )

    def check(self):
        _answer, url = self.ask(self.set["base_url"], {})
        feed = read_feed(_answer)
        return Standing(url[:LONGEST_ID], feed["title"] or urlsplit(url).hostname)

    # Reading

    def poll(self, cursor):
        """What is new or changed in the feed; what was there before we came is left out, unless asked for."""
        cursor = dict(cursor or {})
        # Where the feed moved to holds until a person names another address.
        same = cursor.get("from") == self.set["base_url"]
        answer, url = self.ask(cursor["url"] if same else self.set["base_url"], cursor)
        if answer.status == 304:
            return Page([], cursor, wait=cursor.get("wait"))
        feed = read_feed(answer)
        if "known" not in cursor:
            cursor["known"] = [] if self.since else sorted(short(each["id"]) for each in feed["items"])  # fmt: skip
        kept = [each for each in feed["items"] if self.wanted(each, cursor)]
        kept_tags = {
            name: answer.headers[name]
            for name in ("etag", "last-modified")
            if name in answer.headers
        }
        there = {short(each["id"]) for each in feed["items"]}
        known = [each for each in cursor["known"] if each in there]
        cursor = {
            "from": self.set["base_url"],
            "url": url,
            "known": known,
            "tags": kept_tags,
            "wait": patience(feed),
        }
        about = {name: feed[name] for name in ("title", "link")} | {"url": url}
        told = [{"item": each, "feed": about} for each in kept]
        hub = named_hub(answer.headers, answer.body, answer.url, feed["links"]) or Push()
        return Page(told, cursor, wait=cursor["wait"], push=hub)

    def wanted(self, item, cursor):
        if short(item["id"]) in cursor["known"]:
            return False
        made = moment(item["made"])
        if self.since and made and made < self.since:
            return False
        return names(self.set.get("words") or (), f"{item['title']}\n{item['text']}")

    def ask(self, url, cursor):
        """The feed itself, wherever it moved to; gives the address to ask next time as well."""
        tags = cursor.get("tags") or {}
        asked = {"Accept": ACCEPT}
        if url == cursor.get("url"):
            asked |= {"If-None-Match": tags["etag"]} if "etag" in tags else {}
            asked |= {"If-Modified-Since": tags["last-modified"]} if "last-modified" in tags else {}
        at = keep = url
        for _hop in range(HOPS):
            try:
                answer = self.http.get(at, headers=asked)
            except Moved as moved:
                # A move for good is believed as long as no move for now came before it.
                keep = moved.url if moved.for_good and keep == at else keep
                at = moved.url
                continue
            if answer.status == 304 or not (found := named_in(answer)):
                return answer, keep
            at = keep = urljoin(at, found)
        raise transient("garbage")

    def parse(self, payload):
        """One entry that was asked for, or the whole feed as a hub brings it."""
        if one := asked_for(payload):
            yield self.incoming(one["item"], one["feed"])
            return
        feed = read_feed(Heard(200, {}, payload))
        cursor = {"known": [], "url": self.set.get("base_url", ""), **(self.cursor or {})}
        about = {name: feed[name] for name in ("title", "link")} | {"url": cursor["url"]}
        yield from (
            self.incoming(each, about) for each in feed["items"] if self.wanted(each, cursor)
        )

    def incoming(self, item, feed):
        words = "\n\n".join(filter(None, (item["title"], item["text"])))
        made = moment(item["made"])
        return Incoming(
            platform_id=item["id"], text=words, author=author_of(item, feed), url=canonical(item["link"]) or None,
            created_at=None if made and made > now() + timedelta(days=1) else made,
            post=IncomingPost(feed["url"][:LONGEST_ID], feed["title"], url=canonical(feed["link"]) or None), can_reply=False,
        )  # fmt: skip


class Moved(Exception):
    """The feed is elsewhere, for now or for good."""

    def __init__(self, url, for_good):
        super().__init__()
        self.url, self.for_good = url, for_good


def asked_for(payload):
    """An entry as we kept it when we asked; None for what a hub delivered, which is kept as it came."""
    if payload.lstrip()[:1] != b"{":
        return None
    told = json.loads(payload)
    return told if isinstance(told, dict) and told.keys() == {"item", "feed"} else None


def read_feed(answer):
    """{"title", "link", "ttl", "items"} of any kind of feed; each item: id, title, text, link, author, made."""
    if answer.body.lstrip()[:1] == b"{":
        return read_json_feed(answer.json)
    found = feedparser.parse(answer.body, response_headers={"content-type": answer.headers.get("content-type", "")})  # fmt: skip
    if not found.version and not found.entries:
        raise transient("garbage")
    about = found.feed
    items = [read_entry(each) for each in found.entries]
    return {"title": plain_text(about.get("title", "")), "link": about.get("link", ""), "ttl": about.get("ttl"), "items": once(items), "links": links_in(about)}  # fmt: skip


def links_in(about):
    """(rel, address) of the links that a feed has of its own."""
    found = about.get("links") or ()
    return [(str(each.get("rel", "")).lower(), each.get("href", "")) for each in found]


def read_entry(entry):
    parts = [part.get("value", "") for part in entry.get("content", ())]
    made = entry.get("published_parsed") or entry.get("updated_parsed")
    return item(
        entry.get("id"), entry.get("title", ""), entry.get("summary") or " ".join(parts), entry.get("link", ""),
        entry.get("author", ""), datetime.fromtimestamp(timegm(made), UTC).isoformat() if made else None,
    )  # fmt: skip


def read_json_feed(told):
    """JSON Feed 1 and 1.1 (jsonfeed.org)."""
    if not isinstance(told, dict) or "jsonfeed.org" not in str(told.get("version")):
        raise transient("garbage")
    items = [
        item(
            each.get("id"), each.get("title") or "", each.get("content_html") or each.get("content_text") or each.get("summary") or "",
            each.get("url") or each.get("external_url") or "", (each.get("authors") or [each.get("author") or {}])[0].get("name") or "",
            each.get("date_published") or each.get("date_modified"),
        )
        for each in told.get("items") or ()
        if isinstance(each, dict)
    ]  # fmt: skip
    return {"title": plain_text(told.get("title") or ""), "link": told.get("home_page_url") or "", "ttl": None, "items": once(items), "links": []}  # fmt: skip


def item(id, title, text, link, author, made):
    """One item as it is kept: words and a link, and not the article."""
    title, text, link = plain_text(title), plain_text(text), canonical(link)
    name = str(id or link or sha256(f"{title}\n{text}".encode()).hexdigest())
    name = name if len(name) <= LONGEST_ID else sha256(name.encode()).hexdigest()
    excerpt = text if len(text) <= EXCERPT else text[: text.rfind(" ", 0, EXCERPT)] + " …"
    return {"id": name, "title": title, "text": excerpt, "link": link, "author": author, "made": made}  # fmt: skip


def once(items):
    """Each id once: the first is the newest."""
    found = {}
    for each in items:
        if each["title"] or each["text"]:
            found.setdefault(each["id"], each)
    return list(found.values())


def canonical(link):
    """An address without what only counts clicks; nothing but the web is linked to."""
    try:
        parts = urlsplit(link.strip())
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https"):
        return ""
    kept = [(name, value) for name, value in parse_qsl(parts.query) if not name.lower().startswith(TRACKING)]  # fmt: skip
    return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(kept), ""))


def names(lines, text):
    """Whether a text names what is looked for: any line, all words of it, each as it is found in a search."""
    lines = lines.splitlines() if isinstance(lines, str) else lines
    lines = [line for line in lines if line.strip()]
    said = f" {' '.join(search_words(text))} "
    return not lines or any(fits(line, said) for line in lines)


def fits(line, said):
    for place, part in enumerate(line.replace("“", '"').replace("”", '"').split('"')):
        for piece in [part] if place % 2 else part.split():
            unwanted, words = piece.startswith("-"), " ".join(search_words(piece.lstrip("-")))
            if words and bool(re.search(f" {PARTICLES}{re.escape(words)} ", said)) == unwanted:
                return False
    return True


def author_of(item, feed):
    name = plain_text(item["author"]) or feed["title"] or urlsplit(feed["url"]).hostname
    host = urlsplit(feed["link"] or feed["url"]).hostname or ""
    return IncomingAuthor(
        f"{host}:{name}"[:LONGEST_ID], name=name, url=canonical(feed["link"]) or None
    )


def patience(feed):
    """Seconds until the feed wants to be read again, by its own word within reason."""
    told = str(feed["ttl"] or "")
    minutes = int(told) if told.isdigit() and len(told) < 6 else LEAST_MINUTES
    return 60 * min(max(minutes, LEAST_MINUTES), MOST_MINUTES)


def short(name):
    return sha256(name.encode()).hexdigest()[:16]


def moment(text):
    try:
        found = datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    return found.replace(tzinfo=UTC) if found and not found.tzinfo else found


def named_in(answer):
    """The feed that an HTML page names; None for anything that is no page."""
    if "html" not in answer.headers.get("content-type", ""):
        return None
    page = Heads()
    page.feed(answer.text[:200_000])
    return page.found


class Heads(HTMLParser):
    """Looks for the first feed in the head of a page."""

    found = None

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        named = tag == "link" and "alternate" in (told.get("rel") or "").lower().split()
        if named and not self.found and (told.get("type") or "").lower() in KINDS:
            self.found = told.get("href")
