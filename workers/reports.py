"""Days are counted anew soon after their comments changed."""

import time

from app import jobs
from app.ingest.queries import files_under_way
from app.lib.transaction import looking
from app.reports.daybooks.keeping import AT_ONCE, recount, ring_for_marked
from workers.runner import does
from workers.sweep import looks

# A busy day changes all the time: what changed meanwhile is counted as it is read.
EVERY_SECONDS = 60
last = {"looked": -float("inf")}
made = {}


@does(jobs.RECOUNT_DAYS, own_transactions=True)
def recount_days():
    """Make some daybooks anew whose comments changed; says whether more may wait. A file that is read comes first."""
    with looking():
        if files_under_way():
            return False
    begun = time.monotonic()
    lately = frozenset(day for day, at in made.items() if begun - at < EVERY_SECONDS)
    days = recount(leave=lately)
    made.update(dict.fromkeys(days, begun))
    return len(days) >= AT_ONCE


@looks
def now_and_then():
    if time.monotonic() - last["looked"] >= EVERY_SECONDS:
        last["looked"] = time.monotonic()
        ring_for_marked()
