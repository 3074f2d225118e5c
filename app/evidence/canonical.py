"""One comment as a document that is always the same bytes: keys in order, no spaces, UTF-8, moments in UTC."""

import hashlib
import json

from app.classifier.in_force import labels_on
from app.comments.queries import thread_of
from app.connectors.registry import connector_of

FORM = "sada-evidence-1"


def told(comment, kept_at):
    """What is kept: the words, where they stand, who wrote them, when, and what stood around them."""
    return {
        "form": FORM,
        "kept_at": iso(kept_at),
        "comment": {
            **said(comment),
            "id": str(comment.id),
            "platform_id": comment.platform_id,
            "received_at": iso(comment.received_at),
            "state": comment.state,
            "labels": labels_on(comment),
        },
        "platform": str(connector_of(comment.channel).title),
        "channel": comment.channel.name,
        "post": post(comment.post),
        "thread": [said(other) for other in thread_of(comment) if other.id != comment.id],
    }


def said(comment):
    return {
        "text": comment.text,
        "url": comment.url,
        "written_at": iso(comment.created_at),
        "edited_at": iso(comment.edited_at),
        "author": author(comment.author),
        "by_us": comment.by_us,
    }


def author(row):
    if row is None:
        return None
    return {"name": row.name, "handle": row.handle, "platform_id": row.platform_id, "url": row.url}


def post(row):
    return row and {"title": row.title, "url": row.url, "platform_id": row.platform_id}


def iso(moment):
    return moment and moment.isoformat(timespec="microseconds")


def canonical(document):
    """The one way to write it down."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def fingerprint(content):
    return hashlib.sha256(content.encode()).hexdigest()
