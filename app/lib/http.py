"""Calls to the outside: to public addresses only, in bounded time, with bounded answers."""

import ssl
import time
from dataclasses import dataclass
from datetime import UTC, timedelta
from email.utils import parsedate_to_datetime
from functools import cache
from urllib.parse import urlsplit, urlunsplit

import certifi
import httpx
from flask_babel import gettext as _

from app.lib.addresses import public_address
from app.lib.clock import now
from app.lib.errors import PermanentError, TransientError, Unsure

CONNECT_SECONDS, READ_SECONDS, WHOLE_SECONDS = 5, 20, 60
LARGEST_ANSWER = 1024 * 1024
LONGEST_PATIENCE = timedelta(days=1)
USER_AGENT = "Sada"


@dataclass(frozen=True)
class Answer:
    """What came back: header names in lower case."""

    status: int
    headers: dict
    body: bytes


def send(method, url, *, body=None, headers=None, largest=LARGEST_ANSWER):
    """Ask once and follow nowhere. TransientError: it never left. Unsure: it left, and no answer came."""
    pinned, wanted = pin(parts := taken_apart(url))
    headers = {"Host": wanted, "User-Agent": USER_AGENT, **(headers or {})}
    try:
        with client().stream(
            method, pinned, content=body, headers=headers,
            extensions={"sni_hostname": parts.hostname},
        ) as response:  # fmt: skip
            return Answer(
                response.status_code,
                {name.lower(): value for name, value in response.headers.items()},
                read(response, largest, asked=method == "GET"),
            )
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
        words = _("The other side could not be reached.")
        raise TransientError(words, code="unreachable") from error
    except httpx.HTTPError as error:
        raise Unsure(_("The other side did not answer in time.")) from error


def taken_apart(url):
    """The parts of a web address; refuses what is none."""
    try:
        parts = urlsplit(url)
        right = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        right = False
    if not right or parts.username:
        raise PermanentError(_("This is not an address that can be called."), code="address")
    return parts


def pin(parts):
    """The same URL at an address that was looked at: a name could lead elsewhere a moment later."""
    address = public_address(parts.hostname, parts.port or (443 if parts.scheme == "https" else 80))
    place = f"[{address}]" if ":" in address else address
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    if parts.port:
        place, host = f"{place}:{parts.port}", f"{host}:{parts.port}"
    return urlunsplit((parts.scheme, place, parts.path or "/", parts.query, "")), host


def read(response, largest, *, asked):
    """The body, unless it is endless: then what was asked for is of no use, and what was told may have been heard."""
    end, body = time.monotonic() + WHOLE_SECONDS, b""
    for chunk in response.iter_bytes():
        body += chunk
        if len(body) > largest:
            words = _("The answer of the other side is too large.")
            raise PermanentError(words, code="too-large") if asked else Unsure(words)
        if time.monotonic() > end:
            raise httpx.ReadTimeout("too slow")
    return body


@cache
def client():
    """One client a process; the environment's proxies would undo the pinning."""
    context = ssl.create_default_context(cafile=certifi.where())
    context.load_default_certs()
    return httpx.Client(
        verify=context,
        trust_env=False,
        follow_redirects=False,
        timeout=httpx.Timeout(READ_SECONDS, connect=CONNECT_SECONDS),
        limits=httpx.Limits(max_keepalive_connections=0),
    )


def retry_after(answer):
    """When the other side wants to be asked again, told in seconds or as a date; None if it does not say."""
    told = answer.headers.get("retry-after", "").strip()
    if told.isascii() and told.isdigit():
        return now() + min(timedelta(seconds=int(told[:9])), LONGEST_PATIENCE)
    try:
        moment = parsedate_to_datetime(told)
    except (ValueError, TypeError, IndexError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(moment, now() + LONGEST_PATIENCE)
