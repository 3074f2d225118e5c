"""How much memory all processes take together while a large inbox is read, delivered to and triaged.

    python -m bench.memory [--size 1000000] [--seconds 60]

Every process of the product runs on a copy of the inbox. Shared pages are counted once (PSS), and the
moment at which there was most is told.
"""

import argparse
import random
import sqlite3
import threading
import time
from collections import Counter
from itertools import count, cycle
from pathlib import Path

from app.comments.models import Comment
from bench.figures import heading
from bench.house import house, items, megabytes
from bench.inbox import inbox
from bench.pages import asked
from bench.rates import Shared, drip
from bench.serving import Person
from bench.stream import triaged
from tests.fixtures.house import below

AIM = 400
DELIVERIES, SIZE, READERS = 10, 20, 2  # deliveries a second, comments in each, people who read


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--size", type=int, default=1_000_000)
    options.add_argument("--seconds", type=float, default=60)
    chosen = options.parse_args()
    home = inbox(chosen.size)
    with house(like=home) as place:
        heading(f"Memory at {chosen.size:,} comments, read, delivered to and triaged")
        told("at rest", parts(place))
        before = triaged(place)
        most, pages = under_load(place, home, chosen.seconds)
        told("the most", most)
        print(f"{'meanwhile':34} {pages:9,} pages, {triaged(place) - before:,} comments triaged")
        place.wait(lambda: place.count(Comment.triaged_at.is_(None), of=Comment) == 0)
        told("when all is done", parts(place))


def under_load(place, home, seconds):
    """The parts at the moment when they took most together, and how many pages were read meanwhile."""
    end, pages = time.monotonic() + seconds, []
    readers = [
        threading.Thread(target=read, args=(place, home, end, pages)) for _each in range(READERS)
    ]
    deliveries = Shared(items(n * SIZE, SIZE) for n in count())
    sending = {"clients": 2, "seconds": seconds, "rate": DELIVERIES}
    sender = threading.Thread(target=drip, args=(place.sender, deliveries), kwargs=sending)
    for thread in (*readers, sender):
        thread.start()
    most = Counter()
    while time.monotonic() < end:
        most = max(most, parts(place), key=Counter.total)
        time.sleep(0.5)
    for thread in (*readers, sender):
        thread.join()
    return most, len(pages)


def read(place, home, end, pages):
    """Go through every kind of page, one after the other."""
    link = sqlite3.connect(home / "sada.db")
    ids = [row[0] for row in link.execute("SELECT id FROM comments WHERE id % 9973 = 0")]
    random.Random(5).shuffle(ids)
    person = Person(place.house.port, place.app, place.house.process.pid)
    kinds = cycle([cycle(paths) for _name, paths in asked(ids)])
    while time.monotonic() < end:
        if person.get(next(next(kinds)))[0] == 200:
            pages.append(1)


def parts(place):
    """Megabytes of each part of the house."""
    found = Counter()
    for pid, command in [
        *below(place.house.process.pid),
        (place.house.process.pid, ["supervisor"]),
    ]:
        found[named(command)] += megabytes(pid)
    return found


def named(command):
    words = [Path(piece.split(" ")[0]).name for piece in command]
    known = {"gunicorn": "web", "valkey-server": "valkey"}
    known |= {"workers": "workers", "app.classifier.learning.trainer": "learning"}
    known |= {"supervisor": "supervisor"}
    return next((known[word] for word in words if word in known), "others")


def told(when, found):
    each = ", ".join(f"{name} {size:.0f}" for name, size in found.most_common())
    missed = f"  aim {AIM} MB missed" if found.total() > AIM else ""
    print(f"{when:34} {found.total():9.0f} MB (PSS){missed}  {each}", flush=True)


if __name__ == "__main__":
    main()
