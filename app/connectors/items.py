"""One item of our own webhook, in our words: docs/webhook.md says what each field means."""

import re
from datetime import UTC, datetime
from hashlib import sha256

from app.connectors.contract import (
    Bad,
    Gone,
    Incoming,
    IncomingAuthor,
    IncomingPost,
    StateChanged,
)
from app.lib.text import clean

EVENTS = ("comment", "delete", "hide", "unhide")
MOST_TAGS, LONGEST_ID = 30, 400
_UNUSABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")


class Wrong(Exception):
    """One field that cannot be understood."""

    def __init__(self, reason, **details):
        super().__init__(reason)
        self.bad = Bad(reason, details)


def read_item(item):
    """What happened: a comment, a delete, a hide or its end; Bad with the reason when nobody can tell."""
    try:
        return happened(item)
    except Wrong as error:
        return error.bad


def happened(item):
    if not isinstance(item, dict):
        raise Wrong("not-an-object")
    event = word(item, "event") or "comment"
    if event not in EVENTS:
        raise Wrong("event-unknown", event=clean(event, 40))
    platform_id = identity(item, "id")
    if not platform_id:
        raise Wrong("no-id", field="id")
    if event == "delete":
        return Gone(platform_id)
    if event != "comment":
        return StateChanged(platform_id, "hidden" if event == "hide" else "visible")
    return comment(item, platform_id)


def comment(item, platform_id):
    return Incoming(
        platform_id=platform_id,
        text=word(item, "text") or "",
        created_at=moment(item, "created_at"),
        edited_at=moment(item, "edited_at"),
        author=author(part(item, "author")),
        post=post(part(item, "post")),
        parent_id=identity(item, "parent_id"),
        root_id=identity(item, "thread_id"),
        url=word(item, "url"),
        lang=word(item, "lang"),
        by_us=flag(item, "by_us"),
        tags=words(item, "tags"),
    )


def author(told):
    """Who wrote; known again by id, else by handle, else by name."""
    if not told:
        return None
    handle, name = word(told, "handle") or "", word(told, "name") or ""
    known_by = identity(told, "id") or stand_in(handle and f"@{handle}" or name and f"~{name}")
    if not known_by:
        return None
    return IncomingAuthor(known_by, handle, name, word(told, "url"), word(told, "avatar_url"))


def post(told):
    """What was commented on; known again by id, else by address, else by title."""
    if not told:
        return None
    title, url = word(told, "title") or "", word(told, "url")
    known_by = identity(told, "id") or stand_in(url or title and f"~{title}")
    if not known_by:
        return None
    text, created_at = word(told, "text") or "", moment(told, "created_at")
    return IncomingPost(known_by, title, text, url, created_at)


def stand_in(words):
    """An id for what has none: the words it is known by, in short when they are long."""
    words = _UNUSABLE.sub("", words or "")
    return words if len(words) <= LONGEST_ID else f"#{sha256(words.encode()).hexdigest()}"


def part(item, name):
    value = item.get(name)
    if value is not None and not isinstance(value, dict):
        raise Wrong("field-wrong", field=name, wanted="object")
    return value


def word(item, name):
    value = item.get(name)
    if value is not None and not isinstance(value, str):
        raise Wrong("field-wrong", field=name, wanted="text")
    return value


def identity(item, name):
    """An id is an opaque word; a whole number is taken as it is written."""
    value = item.get(name)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return word(item, name)


def words(item, name):
    value = item.get(name) or []
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise Wrong("field-wrong", field=name, wanted="list")
    return tuple(value[:MOST_TAGS])


def flag(item, name):
    value = item.get(name, False)
    if value not in (True, False, None):
        raise Wrong("field-wrong", field=name, wanted="flag")
    return bool(value)


def moment(item, name):
    """A time as ISO 8601 or as seconds since 1970; without a zone it is UTC."""
    value = item.get(name)
    if value is None or value == "":
        return None
    try:
        if isinstance(value, str):
            read = datetime.fromisoformat(value)
            return (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return datetime.fromtimestamp(value, UTC)
    except (ValueError, OverflowError, OSError):
        pass
    raise Wrong("time-wrong", field=name)
