"""What arrives, made fit to keep: clean words, whole ids, safe links. Pure, so that it is done before any lock."""

import re
from dataclasses import dataclass, replace
from datetime import datetime

from app.connectors.contract import Gone, Incoming, IncomingAuthor, IncomingPost, StateChanged
from app.lib.text import clean, script_of, search_text

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
    text = clean(item.text)
    if not _SEEN.search(text):
        raise Unfit("no-text")
    return replace(
        item,
        platform_id=fit_id(item.platform_id, "id"),
        text=text,
        author=item.author and fit_author(item.author),
        post=item.post and fit_post(item.post),
        parent_id=item.parent_id and fit_id(item.parent_id, "parent_id"),
        root_id=item.root_id and fit_id(item.root_id, "thread_id"),
        url=link(item.url),
        state=item.state and fit_state(item.state),
        lang=language(item.lang),
        tags=tuple(name for tag in item.tags if (name := clean(tag, 60))),
    )


def fit_author(author):
    return IncomingAuthor(
        id=fit_id(author.id, "author.id"),
        handle=one_line(author.handle),
        name=one_line(author.name),
        url=link(author.url),
        avatar_url=link(author.avatar_url),
    )


def fit_post(post):
    return IncomingPost(
        id=fit_id(post.id, "post.id"),
        title=one_line(post.title, 400),
        text=clean(post.text or ""),
        url=link(post.url),
        created_at=post.created_at,
    )


def fit_id(value, field):
    """An id is the platform's own word: kept whole or not at all, because a shortened one is another's."""
    if not value:
        raise Unfit("no-id", field=field)
    if len(value) > LONGEST_ID:
        raise Unfit("id-too-long", field=field, longest=LONGEST_ID)
    if _UNUSABLE.search(value):
        raise Unfit("id-unreadable", field=field)
    return value


def fit_state(state):
    if state not in STATES:
        raise Unfit("state-unknown", state=clean(str(state), 40))
    return state


def link(url):
    """A link only when it leads to the web; anything else could run when it is clicked."""
    return url if url and len(url) <= LONGEST_URL and _LINK.match(url) else None


def one_line(text, limit=LONGEST_NAME):
    return " ".join(clean(text or "", limit).split())


def language(code):
    found = _LANG.match((code or "").lower())
    return found[0] if found else ""
