"""Fifty channels that are asked while a hundred deliveries a second come in: how late comments are, and what quiet costs.

    python -m bench.channels [--seconds 60]

Ten of the channels are spoken to every two seconds, forty never are. Every process of the product runs, with its
embedded defaults; the platform is a small server of its own on the same machine.
"""

import argparse
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from itertools import count

from app.channels.models import Channel, Poll
from app.comments.models import Comment
from app.extensions import db
from app.ingest.models import RawEvent
from app.lib.clock import now
from app.lib.transaction import looking, transaction
from bench.figures import Times, heading, line
from bench.house import house, items
from bench.platform import TALKED
from bench.rates import Shared, drip, work_line
from config import ROOT

CHANNELS, DELIVERIES = 50, 100
MOST_LATE = 60_000


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--seconds", type=float, default=60)
    seconds = options.parse_args().seconds
    with platform() as address, house(ALLOWED_PRIVATE_HOSTS="127.0.0.1") as place:
        place.platform, place.polled = address, connect(place, address)
        place.wait(lambda: caught_up(place) == CHANNELS, patience=180)
        quiet(place, seconds / 2)
        busy(place, seconds)


@contextmanager
def platform():
    command = [sys.executable, "-m", "bench.platform"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        yield f"http://127.0.0.1:{int(process.stdout.readline())}"
    finally:
        process.kill()
        process.wait()


def connect(place, address):
    with place.app.app_context(), transaction():
        made = [
            Channel(
                platform="mastodon",
                name=f"Account {number}",
                settings={"base_url": address},
                secrets={"token": f"account-{number}"},
                account_id=str(number),
                checked_at=now(),
            )
            for number in range(CHANNELS)
        ]
        db.session.add_all(made)
        db.session.flush()
        return [channel.id for channel in made]


def caught_up(place):
    return place.count(Poll.caught_up_at.is_not(None), of=Poll)


def quiet(place, seconds):
    """Nobody delivers: what the asking alone costs."""
    before, asked = place.work(), polls(place)
    time.sleep(seconds)
    spent = sum(place.work().values()) - sum(before.values())
    made = polls(place) - asked
    heading(f"{CHANNELS} channels, {TALKED} of them spoken to")
    print(f"asked for {seconds:.0f} s: {made / seconds:.1f} times a second")
    share = spent / seconds / CHANNELS * 100
    print(f"processor: {spent / seconds * 100:.0f} % of one core in all, {share:.2f} % a channel")


def polls(place):
    """How often the platform was asked so far, as it counts itself."""
    asked = urllib.request.Request(
        f"{place.platform}/asked", headers={"Authorization": "Bearer account-0"}
    )
    with urllib.request.urlopen(asked) as answer:
        return int(answer.read())


def busy(place, seconds):
    """Deliveries and polls at once."""
    begun, deliveries = now(), Shared(items(n, 1) for n in count())
    before = place.work()
    sent, answers = drip(place.sender, deliveries, clients=4, seconds=seconds, rate=DELIVERIES)
    work_line(before, place.work(), len(answers.each))
    line(f"answer, at {DELIVERIES} deliveries a second", answers, tail=50, share=0.99)
    time.sleep(5)
    asked = delays(place, begun, place.polled)
    line("from written to here, asked", asked, tail=MOST_LATE, share=1.0)
    line("from here to the inbox, all", processing(place, begun), tail=MOST_LATE, share=1.0)
    print(f"longest since a channel was asked: {longest_unasked(place):.1f} s (aim 60)")
    assert sent


def delays(place, begun, channels):
    """Milliseconds from when a comment was written, as the platform says, until we had it."""
    with place.app.app_context(), looking():
        wanted = db.select(Comment.created_at, Comment.received_at).where(
            Comment.channel_id.in_(channels), Comment.created_at > begun
        )
        rows = db.session.execute(wanted).all()
    return Times(tuple((row.received_at - row.created_at).total_seconds() * 1000 for row in rows))


def processing(place, begun):
    """Milliseconds from being kept as it came until it was a comment."""
    with place.app.app_context(), looking():
        wanted = db.select(RawEvent.received_at, RawEvent.processed_at)
        rows = db.session.execute(
            wanted.where(RawEvent.received_at > begun, RawEvent.processed_at.is_not(None))
        ).all()
    return Times(tuple((row.processed_at - row.received_at).total_seconds() * 1000 for row in rows))


def longest_unasked(place):
    with place.app.app_context(), looking():
        asked = db.session.scalars(db.select(Poll.polled_at)).all()
    return max((now() - at).total_seconds() for at in asked)


if __name__ == "__main__":
    main()
