"""Comments that arrived are looked at."""

from app import jobs
from app.ingest.queries import files_under_way
from app.lib.memory import give_back
from app.lib.transaction import looking
from app.triage.actions import ring_for_untriaged, triage
from workers.runner import does
from workers.sweep import looks


@does(jobs.TRIAGE_COMMENTS, own_transactions=True)
def triage_comments():
    """Look at one slice of what waits; says whether more does.

    While a file is being read, one slice at a time: the newest comments come first, and the file's own follow after.
    """
    more = triage()
    give_back()
    with looking():
        return more and not files_under_way()


looks(ring_for_untriaged)
