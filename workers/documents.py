"""Reports become documents, and documents leave."""

from app import jobs
from app.extensions import db
from app.reports.drawing import files
from app.reports.drawing.models import ReportFile
from workers.runner import does, gives_up
from workers.sweep import looks


@does(jobs.MAKE_DOCUMENT, own_transactions=True)
def make_document(file_id):
    """Draw one document."""
    from app.reports.drawing.filling import fill

    fill(file_id)


@gives_up(jobs.MAKE_DOCUMENT)
def document_failed(file_id, reason):
    """The document says why it is not there."""
    files.fail(db.session.get(ReportFile, file_id), reason)


looks(files.prune)
