"""Tell people of what is due soon, once for each comment and in one line for many: the assignee, or else the leads."""

from collections import Counter

from sqlalchemy import select, update

from app.accounts.queries import those_who_may
from app.comments.models import Comment
from app.extensions import db
from app.levels.models import Due
from app.lib.bulk import among
from app.lib.clock import now
from app.notices.models import DUE
from app.notices.telling import write

AT_ONCE = 500


def tell_of_due():
    """Tell of the next of what comes near; says whether more may wait."""
    near = select(Due.comment_id, Comment.assignee_id).join(Comment, Comment.id == Due.comment_id)
    near = near.where(Due.warn_at <= now(), Due.met_at.is_(None), Due.warn_at.is_not(None))
    rows = db.session.execute(
        near.order_by(Due.warn_at).limit(AT_ONCE).with_for_update(of=Due, skip_locked=True)
    ).all()
    if not rows:
        return False
    # A comment that is due by two levels is one comment.
    assigned = {row.comment_id: row.assignee_id for row in rows}
    write(
        counted(assigned.values()), why=DUE, what="due", bundle="due",
        comment_id=next(iter(assigned)) if len(assigned) == 1 else None, by_id=None, rule=None,
    )  # fmt: skip
    told = update(Due).where(among(Due.comment_id, list(assigned)), Due.warn_at <= now())
    db.session.execute(told.values(warn_at=None).execution_options(synchronize_session=False))
    return len(rows) == AT_ONCE


def counted(assignees):
    """How many concern each person; what nobody has concerns every lead."""
    given, people = Counter(assignees), {user.id for user in those_who_may("moderator")}
    counts = Counter({user: count for user, count in given.items() if user in people})
    if orphans := sum(given.values()) - sum(counts.values()):
        counts.update({lead.id: orphans for lead in those_who_may("lead")})
    return dict(counts)
