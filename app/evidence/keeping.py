"""Keep evidence: by itself before a threat is hidden or deleted, and whenever somebody asks."""

from sqlalchemy import select

from app import jobs
from app.classifier.in_force import labels_on
from app.comments.activity import Kind
from app.comments.hooks import hears, hears_lots
from app.comments.models import Comment
from app.evidence.canonical import canonical, fingerprint, told
from app.evidence.models import Evidence, EvidencePaper
from app.extensions import db
from app.jobs import enqueue
from app.lib.bulk import among
from app.lib.clock import now
from app.lib.seals import is_sealed, sealed

LABEL = "threat"
BECAUSE = {str(Kind.HIDDEN): "hidden", str(Kind.REMOVED): "removed"}


def keep(comment, *, by, because="asked"):
    """Keep a comment as it stands; what is kept already and has not changed since is not kept twice."""
    known = latest(comment)
    if known and not (comment.edited_at and comment.edited_at > known.kept_at):
        return known
    at = now()
    content = canonical(told(comment, at))
    signature, public_key = sealed(content.encode())
    row = Evidence(
        comment_id=comment.id, content=content, sha256=fingerprint(content), signature=signature,
        public_key=public_key, because=because, by_id=by.id if by else None, kept_at=at,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    return row


def latest(comment):
    wanted = select(Evidence).where(Evidence.comment_id == comment.id)
    return db.session.scalar(wanted.order_by(Evidence.id.desc()).limit(1))


@hears
def keep_threat(comment, activity):
    """Part of the very change that hides or deletes it: either both are kept or none."""
    if activity.kind in BECAUSE and comment.toxic and LABEL in labels_on(comment):
        keep(comment, by=activity.by, because=BECAUSE[activity.kind])


@hears_lots
def keep_threats(numbers, kind, by):
    """The threats among hundreds that are hidden at once."""
    if str(kind) not in BECAUSE:
        return
    toxic = select(Comment).where(among(Comment.id, numbers), Comment.toxic)
    for comment in db.session.scalars(toxic).all():
        if LABEL in labels_on(comment):
            keep(comment, by=by, because=BECAUSE[str(kind)])


def is_intact(evidence):
    """(whether the content still has its fingerprint, whether it still bears our signature)."""
    same = fingerprint(evidence.content) == evidence.sha256
    return same, is_sealed(evidence.content.encode(), evidence.signature, evidence.public_key)


def ask_for_paper(evidence, locale):
    """The sealed PDF in one language; a worker draws it once."""
    wanted = select(EvidencePaper).where(EvidencePaper.evidence_id == evidence.id)
    paper = db.session.scalar(wanted.where(EvidencePaper.locale == locale))
    if paper is None or paper.reason:
        paper = paper or EvidencePaper(evidence_id=evidence.id, locale=locale)
        paper.reason = None
        db.session.add(paper)
        enqueue(jobs.DRAW_EVIDENCE, paper)
    return paper
