"""How many comments a second are taken in by signed bodies of five hundred, and how soon they are in the inbox.

    python -m bench.batches [--comments 100000]

Beside it in the same run: rows written straight into the table and its search index.
"""

import argparse
import time

from app.comments.models import Comment
from bench.figures import heading
from bench.house import house, items
from bench.limits import raw_inserts
from bench.rates import Shared, flood, rate_line

SIZE, CLIENTS = 500, 2


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--comments", type=int, default=100_000)
    count = options.parse_args().comments
    bare = raw_inserts(min(count, 50_000))
    batches = Shared(iter([items(first, SIZE) for first in range(0, count, SIZE)]))
    with house() as place:
        heading(f"{count:,} comments in signed bodies of {SIZE}, with the worker at work")
        rate_line("bare: raw insert, search index", bare, unit="rows a second")
        begun = time.perf_counter()
        rate, _times = flood(place.sender, batches, clients=CLIENTS, seconds=3600)
        rate_line("received", rate * SIZE, aim=5000, beside=bare, unit="comments a second")
        ended = place.wait(lambda: place.count(of=Comment) >= count)
        rate_line("in the inbox", count / (ended - begun), beside=bare, unit="comments a second")


if __name__ == "__main__":
    main()
