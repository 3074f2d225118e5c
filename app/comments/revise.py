"""One thing that happened to one comment, applied to what is already known of it."""

from app.comments.activity import Kind
from app.comments.place import within_reach
from app.comments.shelf import OFF
from app.connectors.contract import Gone, Incoming

NEW, UPDATED, KNOWN = "new", "updated", "known"
OPEN = {"status": "open", "snoozed_until": None, "resolved_at": None}
LEFT = {"status": "done", "snoozed_until": None}
DEAD = ("deleted", "gone")
# Kept in `extra` when we dated an edit ourselves: then only the order of telling says which text is the newer.
UNDATED = "undated_edit"


def take(shelf, ready):
    """Apply one thing to the shelf; says whether it is new, an update, or nothing we did not know."""
    if isinstance(ready.item, Incoming):
        return take_comment(shelf, ready)
    row = shelf.rows.get(ready.item.platform_id)
    if isinstance(ready.item, Gone):
        return take_delete(shelf, row, ready)
    if row is None or not change_state(shelf, row, ready.item.state, ready.received_at):
        return KNOWN
    return UPDATED


def take_comment(shelf, ready):
    item = ready.item
    row = shelf.rows.get(item.platform_id)
    if row is None and item.platform_id in shelf.tombstones:
        return KNOWN
    looks_new = meet_sources(shelf, item)
    if row is None:
        row = shelf.add(ready)
        if item.author:
            shelf.written[item.author.id] += 1
        belong(row, item)
        return NEW
    if row.values["state"] in DEAD:
        return KNOWN
    return UPDATED if revise(shelf, row, ready) or looks_new else KNOWN


def meet_sources(shelf, item):
    renamed = bool(item.author) and shelf.authors.meet(item.author)
    return (bool(item.post) and shelf.posts.meet(item.post)) or renamed


def belong(row, item):
    """Say who wrote it and under what, where that is not known yet."""
    missing = (item.author and not row.author and not row.values["author_id"]) or (
        item.post and not row.post and not row.values["post_id"]
    )
    row.author = row.author or (item.author and not row.values["author_id"] and item.author.id)
    row.post = row.post or (item.post and not row.values["post_id"] and item.post.id)
    return bool(missing)


def take_delete(shelf, row, ready):
    if row is None:
        shelf.bury(ready.item.platform_id, ready.item.at or ready.received_at)
        return KNOWN
    return UPDATED if change_state(shelf, row, "deleted", ready.received_at) else KNOWN


def change_state(shelf, row, state, at):
    """Follow the platform; what cannot be read there any more leaves the queue."""
    before = row.values["state"]
    if state == before or before in DEAD:
        return False
    kind = Kind.DELETED if state in DEAD else Kind.STATE_CHANGED
    shelf.note(row, kind, at, **{"from": before, "to": state})
    row.change(state=state, **(LEFT if state in OFF else {}))
    return True


def revise(shelf, row, ready):
    """Bring what is known up to date; says whether a person would see a difference."""
    item, before = ready.item, row.values
    fresh = edit(shelf, row, ready) | details(before, item)
    if fresh:
        row.change(**fresh)
    if belong(row, item) and not fresh:
        row.change()
        fresh = {"author": True}
    state = bool(item.state) and change_state(shelf, row, item.state, ready.received_at)
    return bool(fresh) or state


def details(before, item):
    """What else is told now and was not known, or is different."""
    fresh = {}
    if item.parent_id and not before["parent_platform_id"]:
        # Its place in the thread is found again (threads.py).
        fresh |= {"parent_platform_id": item.parent_id, "thread": None}
    given = {"url": item.url, "lang": item.lang, "can_reply": item.can_reply}
    given |= {"can_hide": item.can_hide, "can_delete": item.can_delete}
    given = {name: value for name, value in given.items() if value not in (None, "")}
    given["visibility"] = item.visibility
    if item.extra:
        given["extra"] = {**(before["extra"] or {}), **item.extra}
    return fresh | {name: value for name, value in given.items() if before[name] != value}


def edit(shelf, row, ready):
    """The new words of a comment, when they are newer than those we have."""
    item, before = ready.item, row.values
    if is_older(before, item):
        return {}
    edited_at = item.edited_at and within_reach(item.edited_at, ready.received_at)
    if item.text == before["text"]:
        return {"edited_at": edited_at} if edited_at and edited_at != before["edited_at"] else {}
    shelf.note(row, Kind.EDITED, ready.received_at, former=before["text"])
    fresh = {
        "text": item.text,
        "words": ready.words,
        "script": ready.script,
        "lang": item.lang or "",
    }
    fresh |= {"edited_at": edited_at or ready.received_at, "triage_error": None}
    if not edited_at:
        fresh["extra"] = {**(before["extra"] or {}), UNDATED: True}
    if not before["by_us"]:
        fresh["triaged_at"] = None
        come_back(shelf, row, ready.received_at, because="edit")
    return fresh


def is_older(before, item):
    if before["edited_at"] is None:
        return False
    if item.edited_at is None:
        return not (before["extra"] or {}).get(UNDATED)
    return item.edited_at < before["edited_at"]


def come_back(shelf, row, at, **why):
    """Put a comment that was dealt with back in the queue; spam, what is deleted and what is held back stay away."""
    values = row.values
    if (
        values["status"] in ("open", "held")
        or values["is_spam"]
        or values["by_us"]
        or values["state"] in DEAD
    ):
        return
    before = {name: packed(values[name]) for name in OPEN}
    shelf.note(row, Kind.BROUGHT_BACK, at, before=before, after=OPEN, **why)
    row.change(**OPEN)


def packed(value):
    return value.isoformat() if hasattr(value, "isoformat") else value
