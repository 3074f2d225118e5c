"""Try a list on what came in last month, before it is switched on."""

from dataclasses import dataclass

from sqlalchemy import select

from app.classifier.in_force import labels_on
from app.classifier.lists.queries import as_matched
from app.comments.models import Comment
from app.extensions import db
from app.lib.clock import ago, microseconds

DAYS, READ, SHOWN = 30, 5_000, 60


@dataclass(frozen=True)
class Trial:
    """What a list would have flagged: among how many, how many more than are flagged now, and the first of them."""

    seen: int
    hit: int
    new: int
    kept: int
    shown: list


def try_out(row):
    from app.classifier.lists.matching import Matcher

    comments = last_month()
    hits = Matcher([as_matched(row)]).hits(
        [text for _, text, _ in comments], [lang for _, _, lang in comments]
    )
    found = {number: hit for (number, _, _), hit in zip(comments, hits, strict=True) if hit}
    rows = by_number(list(found))
    new = [comment for comment in rows if row.label not in labels_on(comment)]
    kept = [comment for comment in new if comment.status == "done" and comment.state == "visible"]
    shown = [(comment, found[comment.id]) for comment in new[:SHOWN]]
    return Trial(len(comments), len(rows), len(new), len(kept), shown)


def last_month():
    """(id, text, language) of what others wrote, the newest first."""
    start = microseconds(ago(days=DAYS))
    wanted = select(Comment.id, Comment.text, Comment.lang)
    wanted = wanted.where(Comment.id >= start, Comment.by_us.is_(False))
    return db.session.execute(wanted.order_by(Comment.id.desc()).limit(READ)).all()


def by_number(ids, at_once=500):
    rows = []
    for at in range(0, len(ids), at_once):
        wanted = select(Comment).where(Comment.id.in_(ids[at : at + at_once]))
        rows += db.session.scalars(wanted.order_by(Comment.id.desc()))
    return rows
