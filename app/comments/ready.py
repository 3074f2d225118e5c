"""What arrives, made fit to keep: clean words, whole ids, safe links. Pure, so that it is done before any lock."""

import re
from dataclasses import dataclass, replace
from datetime import datetime

from app.connectors.contract import Gone, Incoming, StateChanged
from app.lib.text import LONGEST, clean, script_of, search_text

LONGEST_ID, LONGEST_NAME, LONGEST_URL = 400, 200, 2000
STATES = frozenset(("visible", "hidden", "pending", "spam", "deleted", "gone"))
_UNUSABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")
_LINK = re.compile(r"https?://[^\s<>\"]+$", re.IGNORECASE)
# Something that a reader sees, be it one emoji: not only spaces and marks without width.
_SEEN = re.compile("[^\\s\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
_LANG = re.compile(r"[a-z]{2,3}")


class Unfit(Exception):
    """One thing that cannot be kept: a code of app/ingest/reasons.py, with what fills its sentence."""

    def __init__(self, reason, **details):
        super().__init__(reason)
        self.reason, self.details = reason, details


@dataclass(slots=True)
class Ready:
    """One thing that happened, fit to keep; `words` and `script` are those of a comment's text."""

    item: Incoming | Gone | StateChanged
    received_at: datetime
    words: str = ""
    script: str = ""

    @property
    def is_comment(self):
        return isinstance(self.item, Incoming)


def ready(item, received_at):
    """One thing that happened as it will be kept; raises Unfit when it cannot be."""
    if isinstance(item, Incoming):
        item = fit_comment(item)
        return Ready(item, received_at, search_text(item.text), script_of(item.text))
    if isinstance(item, StateChanged):
        fit_state(item.state)
    elif not isinstance(item, Gone):
        raise Unfit("not-supported", what=type(item).__name__.lower())
    return Ready(replace(item, platform_id=fit_id(item.platform_id, "id")), received_at)


def fit_comment(item):
    """The comment itself, each field made fit where it stands: thousands come in a second."""
    item.text = tidy(item.text)
    if not _SEEN.search(item.text):
        raise Unfit("no-text")
    fit_id(item.platform_id, "id")
    item.author = item.author and fit_author(item.author)
    item.post = item.post and fit_post(item.post)
    item.parent_id = item.parent_id and fit_id(item.parent_id, "parent_id")
    item.root_id = item.root_id and fit_id(item.root_id, "thread_id")
    item.url, item.lang = link(item.url), language(item.lang)
    item.state = item.state and fit_state(item.state)
    item.tags = item.tags and tuple(name for tag in item.tags if (name := tidy(tag, 60)))
    return item


def fit_author(author):
    fit_id(author.id, "author.id")
    author.handle, author.name = one_line(author.handle), one_line(author.name)
    author.url, author.avatar_url = link(author.url), link(author.avatar_url)
    return author


def fit_post(post):
    fit_id(post.id, "post.id")
    post.title, post.text = one_line(post.title, 400), tidy(post.text or "")
    post.url = link(post.url)
    return post


def fit_id(value, field):
    """An id is the platform's own word: kept whole or not at all, because a shortened one is another's."""
    if not value:
        raise Unfit("no-id", field=field)
    if len(value) > LONGEST_ID:
        raise Unfit("id-too-long", field=field, longest=LONGEST_ID)
    if not value.isprintable() and _UNUSABLE.search(value):
        raise Unfit("id-unreadable", field=field)
    return value


def fit_state(state):
    if state not in STATES:
        raise Unfit("state-unknown", state=clean(str(state), 40))
    return state


def link(url):
    """A link only when it leads to the web; anything else could run when it is clicked."""
    return url if url and len(url) <= LONGEST_URL and _LINK.match(url) else None


def tidy(text, limit=LONGEST):
    """What is kept of a text; most texts need no cleaning, and are told apart at once."""
    if len(text) <= limit and text.isprintable():
        return text.strip()
    return clean(text, limit)


def one_line(text, limit=LONGEST_NAME):
    return " ".join(tidy(text, limit).split()) if text else ""


def language(code):
    found = _LANG.match((code or "").lower())
    return found[0] if found else ""
