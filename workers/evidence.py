"""Evidence becomes paper."""

from app import jobs
from app.evidence.models import EvidencePaper
from app.extensions import db
from workers.runner import does, gives_up


@does(jobs.DRAW_EVIDENCE, own_transactions=True)
def draw_evidence(paper_id):
    """Draw one sealed PDF."""
    from app.evidence.drawing import draw

    draw(paper_id)


@gives_up(jobs.DRAW_EVIDENCE)
def evidence_failed(paper_id, reason):
    """The paper says why it is not there."""
    if paper := db.session.get(EvidencePaper, paper_id):
        paper.reason = reason[:2000]
