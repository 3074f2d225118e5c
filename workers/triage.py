"""Comments that arrived are looked at."""

import time

from app import jobs
from app.ingest.queries import files_under_way
from app.lib.memory import give_back
from app.lib.transaction import looking
from app.triage.actions import ring_for_untriaged, triage
from workers.runner import does
from workers.sweep import looks

# While a file is read its rows come first, and the sweep knocks again: the newest comments wait this long at most.
PAUSE_SECONDS = 4
looked = {"at": -PAUSE_SECONDS}


@does(jobs.TRIAGE_COMMENTS, own_transactions=True)
def triage_comments():
    """Look at one slice of what waits; says whether more does.

    While a file is being read, a slice now and then: the newest comments, while the file's own follow after.
    """
    if reading_a_file() and time.monotonic() - looked["at"] < PAUSE_SECONDS:
        return False
    looked["at"] = time.monotonic()
    more = triage()
    give_back(at_once=not more)
    return more and not reading_a_file()


def reading_a_file():
    with looking():
        return files_under_way()


looks(ring_for_untriaged)
