"""How many comments a second go the whole way, from a signed webhook to triaged.

    python -m bench.stream [--comments 20000] [--size 20]

Beside it in the same run: one loop that reads, judges and writes them, with nobody else there.
"""

import argparse
import time

from app.comments.models import Comment
from bench.figures import heading
from bench.house import house, items
from bench.limits import one_loop
from bench.rates import Shared, flood, rate_line, work_line

CLIENTS = 2


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--comments", type=int, default=20_000)
    options.add_argument("--size", type=int, default=20)
    chosen = options.parse_args()
    count, size = chosen.comments, chosen.size
    bare = one_loop(min(count, 10_000))
    batches = Shared(iter([items(first, size) for first in range(0, count, size)]))
    with house() as place:
        warm(place)
        heading(f"{count:,} comments in signed bodies of {size}, from webhook to triaged")
        rate_line("bare: parse, judge, insert", bare, unit="comments a second")
        before, begun = place.work(), time.perf_counter()
        flood(place.sender, batches, clients=CLIENTS, seconds=3600)
        rate_line("received", count / (time.perf_counter() - begun), unit="comments a second")
        ended = place.wait(lambda: triaged(place) >= count + 1)
        work_line(before, place.work(), count)
        whole = count / (ended - begun)
        print(f"{'memory of all processes':34} {place.memory():9.0f} MB (PSS)")
        aim = max(1000, bare / 2)
        rate_line("triaged", whole, aim=round(aim), beside=bare, unit="comments a second")


def warm(place):
    """One comment first, so that the worker has its model."""
    place.sender().deliver([{"id": "first", "text": "Bonjour"}])
    place.wait(lambda: triaged(place) == 1)


def triaged(place):
    return place.count(Comment.triaged_at.is_not(None), of=Comment)


if __name__ == "__main__":
    main()
