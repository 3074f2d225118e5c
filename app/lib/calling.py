"""Calls to a platform: one way for all connectors, so that each gets time-outs, limits and failures right."""

import json
import re
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode, urljoin, urlsplit

from flask_babel import gettext as _

from app.lib.clock import later
from app.lib.errors import PermanentError, Refused, TransientError, Unsure
from app.lib.http import Answer, retry_after, send
from app.lib.text import clean

LARGEST = 8 * 1024 * 1024
MOVED, MOVED_FOR_GOOD = (301, 302, 303, 307, 308), (301, 308)
BUSY = (408, 425, 429, 503)
_LINK = re.compile(r'<([^>]*)>\s*;[^,]*?\brel="?([^",;]+)"?')


@dataclass(frozen=True)
class Heard(Answer):
    """What a platform answered; `once` when asking again would do something twice."""

    once: bool = False
    url: str = ""

    @cached_property
    def json(self):
        """What the body says; an answer that cannot be read tells nothing, and after a `once` nobody knows."""
        try:
            return json.loads(self.body or b"null")
        except (ValueError, RecursionError):
            words = _("The answer of the platform could not be read.")
            raise Unsure(words) if self.once else TransientError(words, code="garbage") from None

    @property
    def text(self):
        return self.body.decode("utf-8", "replace")

    @property
    def links(self):
        """The addresses of a Link header, by what they are: `answer.links.get("next")`."""
        return {rel: url for url, rel in _LINK.findall(self.headers.get("link", ""))}

    @property
    def said(self):
        """The platform's own words of what is wrong, as short as they can be found; "" when there are none."""
        try:
            return clean(words_in(json.loads(self.body)) or "", 300)
        except (ValueError, RecursionError):
            return ""


def words_in(told):
    if isinstance(told, str):
        return told
    if isinstance(told, list):
        return next(filter(None, map(words_in, told)), "")
    if not isinstance(told, dict):
        return ""
    names = ("error_user_msg", "detail", "description", "message", "error", "errors", "title")
    return next(filter(None, (words_in(told.get(name)) for name in names)), "")


class Caller:
    """Calls one platform. `headers` go to its own host and nowhere else; `explain(heard)` may raise what is meant."""

    def __init__(self, base, *, headers=None, explain=None, largest=LARGEST):
        self.base, self.headers, self.explain = base.rstrip("/"), headers or {}, explain
        self.largest = largest

    def get(self, path, query=None, /, *, headers=None, follow=0, **more):
        """Ask; `query` (pairs or a dictionary) and the keywords go into the address. Safe to ask again."""
        query = [*pairs(query), *pairs(more)]
        return self.call("GET", path, query=query, headers=headers, follow=follow)

    def post(self, path, **what):
        """Tell: `json=`, `form=` or `body=`; `once=True` where telling it twice would do it twice."""
        return self.call("POST", path, **what)

    def put(self, path, **what):
        return self.call("PUT", path, **what)

    def patch(self, path, **what):
        return self.call("PATCH", path, **what)

    def delete(self, path, **what):
        return self.call("DELETE", path, **what)

    def call(
        self,
        method,
        path,
        *,
        query=(),
        json=None,
        form=None,
        body=None,
        headers=None,
        once=False,
        follow=0,
    ):
        url = self.address(path, query)
        body, kind = packed(json, form, body)
        kind = {"Content-Type": kind} if kind else {}
        own = self.headers if origin(url) == origin(self.base) else {}
        given = {"Accept": "application/json", **kind, **own, **(headers or {})}
        heard = self.ask(method, url, body, given, once)
        if follow and heard.status in MOVED and "location" in heard.headers:
            # Headers of ours are added anew, if the place is still the platform's own.
            return self.call("GET", urljoin(url, heard.headers["location"]), follow=follow - 1)
        if self.explain:
            self.explain(heard)
        judge(heard)
        return heard

    def ask(self, method, url, body, headers, once):
        try:
            answer = send(method, url, body=body, headers=headers, largest=self.largest)
        except Unsure as error:
            if once:
                raise
            raise TransientError(str(error), code="slow") from error
        return Heard(answer.status, answer.headers, answer.body, once, url)

    def address(self, path, query):
        url = path if "://" in path.partition("?")[0] else self.base + path
        query = urlencode(list(pairs(query)))
        return f"{url}{'&' if '?' in url else '?'}{query}" if query else url


def judge(heard):
    """What a status means for what comes next, as long as the platform gave no better reason."""
    status, said = heard.status, heard.said
    if status < 300 or status == 304:
        return
    if status == 401:
        raise PermanentError(
            _("The platform does not accept our key any more."), code="auth-expired"
        )
    if status == 403:
        words = said or _("The platform does not allow this to us.")
        raise PermanentError(words, code="permission-missing")
    if status in (404, 410):
        raise PermanentError(_("This is no longer on the platform."), code="gone")
    if status in BUSY:
        code = "rate-limited" if status == 429 else "busy"
        until = retry_after(heard) or later(seconds=60)
        raise TransientError(_("The platform asked for patience."), not_before=until, code=code)
    if status >= 500:
        words = _("The platform answered with %(status)s.", status=status)
        raise Unsure(words) if heard.once else TransientError(words, code="broken")
    if status in (400, 409, 413, 422):
        raise Refused(said or _("The platform did not accept this."))
    raise PermanentError(_("The platform answered with %(status)s.", status=status), code="refused")


def pairs(query):
    """What goes into an address: lists one by one, yes and no as words, and what is None not at all."""
    items = query.items() if isinstance(query, dict) else (query or ())
    for name, value in items:
        for each in value if isinstance(value, list | tuple) else (value,):
            if each is not None:
                yield name, str(each).lower() if isinstance(each, bool) else each


def packed(told, form, body):
    """A body and its kind."""
    if told is not None:
        return json.dumps(told, ensure_ascii=False).encode(), "application/json; charset=utf-8"
    if form is not None:
        return urlencode(list(pairs(form))).encode(), "application/x-www-form-urlencoded"
    return body, None


def origin(url):
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port
