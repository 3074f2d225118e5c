"""How fast signed deliveries are taken in, one comment each, while the worker makes comments of them.

    python -m bench.webhook [--seconds 8]

Every process of the product runs, with its embedded defaults; the sender keeps its connections. Beside
it in the same run: an empty Flask answer by the same server to the same sender.
"""

import argparse
import os
from itertools import count

from app.comments.models import Comment
from bench.figures import heading, line
from bench.house import SECRET, empty_flask, house, items
from bench.rates import Shared, drip, flood, rate_line, work_line
from bench.sender import Sender

AIMS = ((1, 450), (8, 850))
STEADY, CLIENTS = 200, 4


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--seconds", type=float, default=8)
    seconds = options.parse_args().seconds
    with empty_flask() as url:
        make = lambda: Sender(url, "token", SECRET)  # noqa: E731
        flood(make, singles(), clients=2, seconds=2)
        bare = {n: flood(make, singles(), clients=n, seconds=seconds / 2)[0] for n, _ in AIMS}
    with house() as place:
        measure(place, bare, seconds)


def measure(place, bare, seconds):
    deliveries = singles()
    flood(place.sender, deliveries, clients=2, seconds=3)
    heading("Signed deliveries of one comment, with the worker at work")
    steady = drip(place.sender, deliveries, clients=CLIENTS, seconds=seconds, rate=STEADY)[1]
    line(f"answer, at {STEADY} a second", steady, tail=50, share=0.99)
    for clients, aim in AIMS:
        before = place.work()
        rate, times = flood(place.sender, deliveries, clients=clients, seconds=seconds)
        work_line(before, place.work(), len(times.each))
        line(f"answer, {clients} clients", times)
        rate_line(f"deliveries, {clients} clients", rate, aim=aim, beside=bare[clients])
    sent = next(deliveries.iterator)[0]["id"]
    ended = place.wait(lambda: place.count(of=Comment) >= int(sent[1:]))
    print(f"all {int(sent[1:]):,} are comments (load {os.getloadavg()[0]:.1f})" if ended else "")


def singles():
    return Shared(items(n, 1) for n in count())


if __name__ == "__main__":
    main()
