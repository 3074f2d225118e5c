"""The bare limits: what the same machine does in the same run when nothing of the product stands around it."""

import json
import shutil
import tempfile
import time
from contextlib import contextmanager
from datetime import timedelta

from app.channels.models import Channel
from app.comments.index import fill
from app.comments.models import Comment
from app.extensions import db
from app.lib.bulk import insert_rows
from app.lib.clock import microseconds, now
from app.lib.text import script_of, search_text
from app.lib.transaction import transaction
from bench.house import items
from bench.inbox import open_inbox
from bench.words import some_text

BATCH = 500


@contextmanager
def empty_inbox():
    """A database with nothing in it but a channel."""
    home = tempfile.mkdtemp(prefix="sada-bench-")
    try:
        with open_inbox(home).app_context():
            db.create_all()
            with transaction():
                db.session.add(Channel(id=1, platform="webhook", name="Bare"))
            yield
            db.session.remove()
            db.engine.dispose()
    finally:
        shutil.rmtree(home, ignore_errors=True)


def raw_inserts(count, batch=BATCH):
    """Rows a second: written straight into the table and its search index, one transaction a batch."""
    with empty_inbox():
        rows = [row(n, some_text(n)) for n in range(count)]
        begun = time.perf_counter()
        for first in range(0, count, batch):
            with transaction():
                write(rows[first : first + batch])
        return count / (time.perf_counter() - begun)


def one_loop(count, batch=BATCH):
    """Comments a second when one loop reads, judges and writes them, and nobody else is there."""
    from app.classifier.model import load

    model = load()
    with empty_inbox():
        model.score([some_text(0)])
        bodies = [json.dumps(items(first, batch)) for first in range(0, count, batch)]
        begun = time.perf_counter()
        for first, body in zip(range(0, count, batch), bodies, strict=True):
            texts = [item["text"] for item in json.loads(body)]
            scores = model.score(texts)
            rows = [row(first + n, text) for n, text in enumerate(texts)]
            for each, found in zip(rows, scores, strict=True):
                each["scores"], each["triaged_at"] = found, each["created_at"]
            with transaction():
                write(rows)
        return count / (time.perf_counter() - begun)


def write(rows):
    connection = db.session.connection()
    insert_rows(connection, Comment.__table__, rows)
    fill(connection, rows)


def row(n, text):
    at = now() - timedelta(seconds=1) + timedelta(microseconds=n)
    return {
        "id": microseconds(at) + n, "channel_id": 1, "platform_id": f"c{n}", "thread": f"c{n}",
        "text": text, "words": search_text(text), "script": script_of(text), "lang": "",
        "created_at": at, "received_at": at,
    }  # fmt: skip
