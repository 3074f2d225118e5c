"""Comments arrive: many at once, in order, each kept once however often and in whatever order it is told.

What a moderator can count on:

- the same id again changes nothing, unless something a person sees changed;
- an edit told before its comment is not undone by it; a comment told after its delete stays dead;
- a new word by a citizen is open in the inbox, and brings back, once, the one older comment that it answers
  (see `threads.py`), so that a lively thread does not flood the queue;
- our own answers come back as part of the thread and are never something to do.
"""

from dataclasses import dataclass

from sqlalchemy import text

from app import jobs
from app.comments.keep import keep
from app.comments.ready import ready
from app.comments.revise import KNOWN, NEW, UPDATED, take
from app.comments.shelf import Shelf
from app.comments.threads import bring_back, join
from app.extensions import db
from app.jobs import ring
from app.lib.clock import now
from app.lib.live import announce

BATCH = 5000
LOCK = 7301  # PostgreSQL: arrivals of one channel happen one after another, under this number and the channel's.


@dataclass
class Tally:
    """What became of each thing that arrived, in order: "new", "updated" or "known"."""

    outcomes: list

    @property
    def new(self):
        return self.outcomes.count(NEW)

    @property
    def updated(self):
        return self.outcomes.count(UPDATED)

    @property
    def known(self):
        return self.outcomes.count(KNOWN)


def arrive(channel, incomings):
    """Keep what a connector understood; says what became of each."""
    received_at = now()
    return settle(channel.id, [ready(item, received_at) for item in incomings])


def settle(channel_id, readies):
    """Keep what has been made ready, a few statements for each five thousand."""
    outcomes = []
    for start in range(0, len(readies), BATCH):
        outcomes += settle_batch(channel_id, readies[start : start + BATCH])
    return Tally(outcomes)


def settle_batch(channel_id, readies):
    hold_channel(channel_id)
    shelf = Shelf(channel_id)
    shelf.find_all(readies)
    outcomes = [take(shelf, each) for each in readies]
    join(shelf)
    bring_back(shelf)
    keep(shelf)
    tell(shelf)
    return outcomes


def hold_channel(channel_id):
    """Let nobody else add to the channel until this is kept; SQLite has one writer anyway."""
    if db.session.connection().dialect.name == "postgresql":
        hold = text("SELECT pg_advisory_xact_lock(:lock, :channel)")
        db.session.execute(hold, {"lock": LOCK, "channel": channel_id})


def tell(shelf):
    """Tell the open screens, and ask for the triage of what has new words."""
    arrived = [row.id for row in shelf.new if row.values["status"] == "open"]
    changed = [row.id for row in shelf.changed]
    if arrived:
        announce("comment-arrived", arrived)
    if changed:
        announce("comment-changed", changed)
    if any(row.values["triaged_at"] is None for row in (*shelf.new, *shelf.changed)):
        ring(jobs.TRIAGE_COMMENTS)
