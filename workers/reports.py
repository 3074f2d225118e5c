"""Days are counted anew soon after their comments changed."""

import time

from app import jobs
from app.reports.daybooks.keeping import recount, ring_for_marked
from workers.runner import does
from workers.sweep import looks

# A busy day changes all the time: what changed meanwhile is counted as it is read.
EVERY_SECONDS = 60
last = {"looked": -float("inf")}


@does(jobs.RECOUNT_DAYS, own_transactions=True)
def recount_days():
    """Make some daybooks anew whose comments changed; says whether more may wait."""
    return recount()


@looks
def now_and_then():
    if time.monotonic() - last["looked"] >= EVERY_SECONDS:
        last["looked"] = time.monotonic()
        ring_for_marked()
