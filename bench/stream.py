"""How many comments a second go all the way, from signed delivery to triaged.

    python -m bench.stream

Bodies of 250 are sent as fast as they are taken; the clock stops when the last comment has its scores. Beside it,
the bare limit of the same machine: parse, classify and insert with the full-text index, in one loop that does
nothing else.
"""

import json
import sqlite3
import time

from sqlalchemy import func, select

from app.classifier.model import load
from app.comments.models import Comment
from app.extensions import db
from app.lib.text import search_text
from bench.house import house
from bench.webhook import comment

COMMENTS, BODY, BATCH = 20_000, 250, 500
AIM, SHARE = 1000, 0.5


def main():
    limit = bare_limit()
    with house() as served:
        rate = COMMENTS / seconds_to_triage(served)
    print(f"\nFrom delivery to triaged, {COMMENTS:,} comments")
    print(f"  bare loop (parse, classify, insert)  {limit:8,.0f} a second")
    print(
        f"  through the product                  {rate:8,.0f} a second, aim {AIM:,}{'' if rate >= AIM else '  missed'}"
    )
    print(
        f"  share of the bare loop               {rate / limit:8.2f}, aim {SHARE}{'' if rate / limit >= SHARE else '  missed'}"
    )


def seconds_to_triage(served):
    sender, begun = served.sender(), time.perf_counter()
    for first in range(0, COMMENTS, BODY):
        status, _ = sender.deliver([comment(f"s{n}") for n in range(first, first + BODY)])
        assert status == 202, status
    sent = time.perf_counter() - begun
    with served.app():
        # Looked at seldom: a bench that counts all the time measures itself.
        served.until(lambda: triaged() == COMMENTS, 300, every=0.5)
    print(f"  ({COMMENTS:,} accepted after {sent:.1f} s)")
    return time.perf_counter() - begun


def triaged():
    db.session.rollback()
    return db.session.scalar(select(func.count()).where(Comment.triaged_at.is_not(None)))


def bare_limit(comments=5000):
    """Comments a second of one loop with one connection and nothing around it."""
    model = load()
    bodies = [
        json.dumps([comment(f"b{n}") for n in range(k, k + BATCH)])
        for k in range(0, comments, BATCH)
    ]
    link = sqlite3.connect(":memory:")
    link.execute("CREATE TABLE c (id TEXT PRIMARY KEY, text, words, scores)")
    link.execute("CREATE VIRTUAL TABLE f USING fts5(words, content='c')")
    begun = time.perf_counter()
    for body in bodies:
        items = json.loads(body)
        texts = [item["text"] for item in items]
        scores = model.score(texts)
        rows = [
            (i["id"], t, search_text(t), json.dumps(s))
            for i, t, s in zip(items, texts, scores, strict=True)
        ]
        with link:
            link.executemany("INSERT INTO c VALUES (?, ?, ?, ?)", rows)
            link.executemany("INSERT INTO f (words) VALUES (?)", [(row[2],) for row in rows])
    return comments / (time.perf_counter() - begun)


if __name__ == "__main__":
    main()
