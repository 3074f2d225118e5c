"""What came in becomes comments; files are read to their end."""

from app import jobs
from app.ingest.actions import process
from app.ingest.keeping import prune
from app.ingest.queries import waiting_channels
from app.jobs import ring
from workers.runner import does
from workers.sweep import looks


@does(jobs.PROCESS_EVENTS, own_transactions=True)
def process_events():
    """Do a slice of each channel's waiting raw events; says whether more may wait."""
    return process()


@looks
def ring_for_events():
    if waiting_channels():
        ring(jobs.PROCESS_EVENTS)


@looks
def prune_events():
    prune()
