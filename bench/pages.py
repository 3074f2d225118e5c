"""How fast pages are: first, deep, filtered, with a comment open, and the counts of the views.

    python -m bench.pages [100000 1000000]

Through gunicorn as `./run` serves it, one person asking, the answer read whole. Beside it in the same
run: an empty Flask answer, and the bare query of the first page.
"""

import argparse
import random
import sqlite3
from itertools import cycle
from urllib.parse import quote

from bench.figures import Times, compare, heading, line, timed
from bench.inbox import SIZES, inbox
from bench.serving import served

TRIES, WARM = 150, 15
BARE = "SELECT id FROM comments WHERE status = 'open' ORDER BY id DESC LIMIT 26"
FILTERED = (
    'is:open tag:"sujet 1"', "is:open lang:fr is:priority", "lang:tn is:toxic", 'channel:"Page 4"',
    "is:open channel:\"Page 2\" -is:toxic", 'tag:"sujet 20" is:answered', "assignee:Omar is:open",
    "territory:Kasserine", "label:toxic>0.9 older:24h", "lang:en is:open",
)  # fmt: skip


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("sizes", nargs="*", type=int, default=SIZES)
    found = [measure(size) for size in options.parse_args().sizes]
    if len(found) == 2:
        compare(*found)


def measure(size):
    """Every kind of page on one inbox; gives the times by name."""
    home = inbox(size)
    link = sqlite3.connect(home / "sada.db")
    ids = [row[0] for row in link.execute("SELECT id FROM comments WHERE id % 997 = 0")]
    random.Random(5).shuffle(ids)
    heading(f"Pages of {size:,} comments")
    bare = line("bare query", timed(lambda _each: link.execute(BARE).fetchall(), range(TRIES)))
    with served(home) as person:
        empty = line("empty answer", times_of(person, ["/healthz"]))
        pages = {name: times_of(person, paths) for name, paths in asked(ids)}
    for name, times in pages.items():
        line(name, times, aim=20, tail=60, beside=empty)
    return {"bare query": bare, "empty answer": empty, **pages}


def asked(ids):
    """(name, paths) of every kind of page."""
    yield "first page", ["/inbox"]
    yield "first page of what is done", ["/inbox?q=is:done"]
    yield "deep page", [f"/inbox?q=is:done&before={each}" for each in ids[:TRIES]]
    yield "more rows, deep", [f"/inbox/rows?q=is:done&before={each}" for each in ids[:TRIES]]
    yield "filtered page", [f"/inbox?q={quote(query)}" for query in FILTERED]
    yield "a comment opened", [f"/inbox/{each}" for each in ids[:TRIES]]
    yield "counts of all views", ["/inbox/counts"]
    yield "suggestions", ["/search/suggest?q=tag:su&at=6", "/search/suggest?q=%40cito&at=5"]


def times_of(person, paths):
    """The times of many answers, taken in turn from these paths."""
    paths = cycle(paths)
    for _n in range(WARM):
        answered(person, next(paths))
    before = person.work()
    each = tuple(answered(person, next(paths)) for _n in range(TRIES))
    return Times(each, (person.work() - before) / TRIES)


def answered(person, path):
    status, _size, took = person.get(path)
    if status != 200:
        raise SystemExit(f"{path} answered {status}")
    return took


if __name__ == "__main__":
    main()
