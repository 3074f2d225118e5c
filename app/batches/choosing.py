"""Choose comments: a set that stays as it was at that moment, whatever arrives afterwards."""

from flask_babel import gettext as _
from sqlalchemy import delete, insert, literal, select

from app.batches.models import WAITING, Batch, BatchComment
from app.comments.many import MOST
from app.comments.models import Comment
from app.extensions import db
from app.lib.bulk import among
from app.lib.clock import ago
from app.lib.errors import Refused
from app.lib.transaction import let_go, looking
from app.search.sql import select_ids

FORGET_DAYS, FORGET_AT_ONCE = 1, 20


def choose_all(query, *, by):
    """Everything that a query lists now, newest first, up to the most that one may choose."""
    number = by.id
    let_go()  # reading takes its time, and nobody who writes is to wait for it
    with looking():
        numbers = select_ids(query, number, limit=MOST + 1)
    return choose(numbers[:MOST], by=by, query=query, whole=True, cut=len(numbers) > MOST)


def choose(numbers, *, by, query="", whole=False, cut=False):
    """These comments, those that are still there."""
    batch = Batch(by_id=by.id, name=by.called, query=str(query), whole=whole, cut=cut)
    db.session.add(batch)
    db.session.flush()
    chosen = select(literal(batch.id), Comment.id, literal(WAITING))
    columns = [BatchComment.batch_id, BatchComment.comment_id, BatchComment.state]
    kept = insert(BatchComment.__table__).from_select(
        columns, chosen.where(among(Comment.id, numbers)), include_defaults=False
    )
    kept = kept.execution_options(preserve_rowcount=True)
    batch.count = db.session.connection().execute(kept).rowcount
    if not batch.count:
        raise Refused(_("Choose at least one comment."))
    return batch


def forget():
    """Let go of what was chosen and never acted on."""
    old = select(Batch.id).where(Batch.at < ago(days=FORGET_DAYS), Batch.acted_at.is_(None))
    ids = db.session.scalars(old.order_by(Batch.at).limit(FORGET_AT_ONCE)).all()
    if ids:
        db.session.execute(delete(Batch).where(Batch.id.in_(ids)))
