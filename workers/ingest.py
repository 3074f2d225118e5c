"""What came in becomes comments; files are read to their end."""

from app import jobs
from app.extensions import db
from app.ingest.actions import process
from app.ingest.importing import FAILED, fail
from app.ingest.keeping import prune, prune_files
from app.ingest.models import Import
from app.ingest.queries import waiting_channels
from app.ingest.reasons import sentence
from app.ingest.rows import import_slice
from app.jobs import ring
from workers.runner import AGAIN, does, gives_up
from workers.sweep import looks


@does(jobs.PROCESS_EVENTS, own_transactions=True)
def process_events():
    """Do a slice of each channel's waiting raw events; says whether more may wait."""
    return process()


@does(jobs.IMPORT_FILE, own_transactions=True)
def import_file(import_id):
    """Read a file for a moment, then let others have their turn; the place is kept."""
    return AGAIN if import_slice(import_id) else None


@gives_up(jobs.IMPORT_FILE)
def import_failed(import_id, reason):
    """Reading broke off for a reason nobody foresaw."""
    file = db.session.get(Import, import_id)
    if file and file.state != FAILED:
        fail(file, sentence("file-broken"))


@looks
def ring_for_events():
    if waiting_channels():
        ring(jobs.PROCESS_EVENTS)


@looks
def prune_events():
    prune()
    prune_files()
