"""WebSub, the W3C's standard by which a hub tells us what a site published as soon as it is there. Protocol alone."""

import hmac
import json
import re
from urllib.parse import urljoin

from app.connectors.contract import Push
from app.lib.calling import Caller
from app.lib.errors import PermanentError

# The methods of the standard; all of them are sound for a keyed signature.
METHODS = ("sha1", "sha256", "sha384", "sha512")
KEEPS_METHOD, HOPS = (307, 308), 3
LONGEST_ADDRESS = 1000
_LINK = re.compile(r'<([^>]*)>((?:\s*;\s*[a-zA-Z*]+\s*=\s*(?:"[^"]*"|[^",;\s]+))*)')
_REL = re.compile(r'\brel\s*=\s*(?:"([^"]*)"|([^",;\s]+))', re.I)


def named_hub(headers, body, url, links=()):
    """The hub that a feed names, and the name it has there; what the headers say comes first, as the standard wants it.

    `links` are (rel, address) of the document itself. None when there is no hub.
    """
    told = [*links_of(headers.get("link", "")), *links, *links_of_json(body)]
    hub = next((address for rel, address in told if rel == "hub" and address), None)
    topic = next((address for rel, address in told if rel == "self" and address), url)
    if not hub:
        return None
    found = Push(urljoin(url, hub.strip()), urljoin(url, topic.strip()))
    usable = all(is_address(address) for address in (found.hub, found.topic))
    return found if usable else None


def is_address(text):
    return text.startswith(("https://", "http://")) and len(text) <= LONGEST_ADDRESS


def links_of(header):
    """(rel, address) of every link in a Link header."""
    for address, about in _LINK.findall(header):
        rel = _REL.search(about)
        for each in (rel[1] or rel[2]).lower().split() if rel else ():
            yield each, address


def links_of_json(body):
    """What a JSON feed says of the same: its own address and its hubs."""
    if body.lstrip()[:1] != b"{":
        return
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return
    hubs = told.get("hubs") if isinstance(told, dict) else None
    for each in hubs if isinstance(hubs, list) else ():
        if isinstance(each, dict) and str(each.get("type")).lower() == "websub":
            yield "hub", str(each.get("url") or "")
    if isinstance(told, dict) and isinstance(told.get("feed_url"), str):
        yield "self", told["feed_url"]


def ask_hub(hub, mode, topic, callback, secret, lease):
    """Ask a hub to begin or to end telling us; it looks for us at the callback before it does."""
    asked = {"hub.callback": callback, "hub.mode": mode, "hub.topic": topic}
    if mode == "subscribe":
        asked |= {"hub.secret": secret, "hub.lease_seconds": str(lease)}
    for _hop in range(HOPS):
        try:
            return Caller(hub, explain=moved).post(hub, form=asked)
        except Elsewhere as elsewhere:
            hub = urljoin(hub, elsewhere.url)
    raise PermanentError("Too many redirects.", code="refused")


def moved(heard):
    if heard.status in KEEPS_METHOD and heard.headers.get("location"):
        raise Elsewhere(heard.headers["location"])


class Elsewhere(Exception):
    """The hub is at another address for now."""

    def __init__(self, url):
        super().__init__()
        self.url = url


def is_signed(secret, shown, body):
    """Whether a delivery is signed with our secret, by whichever method of the standard."""
    method, _, digest = shown.strip().partition("=")
    if not secret or method.lower() not in METHODS or not digest:
        return False
    ours = hmac.new(secret.encode(), body, method.lower()).hexdigest()
    return hmac.compare_digest(ours.encode(), digest.strip().lower().encode())
