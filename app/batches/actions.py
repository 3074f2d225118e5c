"""Do one thing to every comment that was chosen, and take it back; in slices, so that nobody waits for thousands."""

from flask_babel import gettext as _

from app import jobs
from app.batches.models import Batch
from app.batches.slices import AT_ONCE, next_slice
from app.comments.many import VERBS
from app.extensions import db
from app.jobs import enqueue
from app.lib.clock import now
from app.lib.errors import Refused


def act(batch, kind, *, by, **details):
    """Do one thing to all of them: the first at once, the rest by a job."""
    verb = VERBS[kind]
    if batch.kind:
        raise Refused(_("Something was done with these already. Choose again."))
    if batch.count > verb.most:
        words = _(
            "This can be done to %(most)s comments at once, and %(count)s are chosen.",
            most=verb.most,
            count=batch.count,
        )
        raise Refused(words)
    details = verb.begin(by=by, **details) if verb.begin else details
    batch.kind, batch.details, batch.acted_at = kind, details, now()
    batch.by_id, batch.name = by.id, by.called
    return go_on(batch)


def take_back(batch, *, by):
    """Undo it on every comment where nothing else happened since; what was not reached yet is left alone."""
    if not batch.kind or batch.undone_at:
        raise Refused(_("This was already taken back."))
    if not may_take_back(batch, by):
        raise Refused(_("This cannot be taken back."))
    batch.undone_at, batch.undone_by_id = now(), by.id
    batch.over_at = batch.over_at or now()
    return go_on(batch)


def may_take_back(batch, by):
    """Their own, or a lead anybody's."""
    return bool(batch.kind and not batch.undone_at and (batch.by_id == by.id or by.may("lead")))


def go_on(batch):
    """One slice now, and a job for the rest."""
    db.session.flush()
    if next_slice(batch, AT_ONCE):
        enqueue(jobs.ACT_ON_BATCH, batch)
    return batch


def get_held(batch_id):
    """One bulk act that nobody else goes on with until this ends."""
    return db.session.get(Batch, batch_id, with_for_update=True, populate_existing=True)
