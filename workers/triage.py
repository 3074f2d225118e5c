"""Comments that arrived are looked at."""

from app import jobs
from app.triage.actions import ring_for_untriaged, triage
from workers.runner import does
from workers.sweep import looks


@does(jobs.TRIAGE_COMMENTS, own_transactions=True)
def triage_comments():
    """Look at one slice of what waits; says whether more does."""
    return triage()


looks(ring_for_untriaged)
