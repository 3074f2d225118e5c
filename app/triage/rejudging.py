"""See the open comments as new ones would be seen: after another layer, threshold or word list, in slices."""

from sqlalchemy import select

from app.classifier.in_force import judge
from app.classifier.learning.models import Rejudging
from app.comments.hooks import tell_triaged
from app.comments.models import Comment
from app.extensions import db
from app.lib.clock import now
from app.lib.live import announce
from app.lib.transaction import looking, transaction
from app.triage.actions import AT_ONCE, write
from app.triage.judging import judged

OPEN = (Comment.status == "open", Comment.triaged_at.is_not(None), Comment.by_us.is_(False))


def rejudge_slice(number):
    """Look at some of the open comments again, the newest first; says whether more wait."""
    with looking():
        pass_ = db.session.get(Rejudging, number)
        if pass_ is None or pass_.finished_at:
            return False
        start = pass_.reached_id
        comments, judging = below(start), judge()
    found = judged(judging, comments)
    with transaction():
        pass_ = db.session.get(Rejudging, number)
        if pass_.reached_id != start:
            return True  # asked anew meanwhile: from the top
        changed = keep_again(found)
        pass_.seen, pass_.changed = pass_.seen + len(comments), pass_.changed + len(changed)
        if comments:
            pass_.reached_id = comments[-1].id
        if len(comments) < AT_ONCE:
            pass_.finished_at = now()
    return len(comments) == AT_ONCE


def below(start):
    """(id, text, by us) of the next open comments below one; the newest when there is none."""
    wanted = select(Comment.id, Comment.text, Comment.by_us).where(*OPEN)
    if start is not None:
        wanted = wanted.where(Comment.id < start)
    return db.session.execute(wanted.order_by(Comment.id.desc()).limit(AT_ONCE)).all()


def keep_again(found):
    """Write down what was found of comments that are as they were; gives those whose flags changed."""
    wanted = select(Comment.id, Comment.text, Comment.toxic, Comment.priority, Comment.reasons)
    ids = [one.comment_id for one in found]
    rows = {row.id: row for row in db.session.execute(wanted.where(Comment.id.in_(ids), *OPEN))}
    held = [
        one for one in found if one.comment_id in rows and rows[one.comment_id].text == one.text
    ]
    changed = []
    for one in held:
        row = rows[one.comment_id]
        one.said = (row.reasons or {}).get("said")
        if one.flags != {"toxic": row.toxic, "priority": row.priority}:
            changed.append(one.comment_id)
    if held:
        tell_triaged(write(held))
    if changed:
        announce("comment-changed", changed)
    return changed
