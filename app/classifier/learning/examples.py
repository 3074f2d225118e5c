"""What the team's decisions say, each comment's latest word on each label."""

from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from app.classifier.learning.models import Example
from app.comments.models import Comment
from app.extensions import db

HINT = 0.5  # below it an act only suggests, and never outweighs what was said
MOST = 20_000  # decisions read, the newest


@dataclass(frozen=True)
class Decided:
    """One comment, and what the team says of it: {label: (value, weight)}."""

    comment_id: int
    text: str
    said: dict
    newest: int  # the number of its latest example


def standing():
    """Examples that hold: not withdrawn, and about the text as it still is."""
    return (
        select(Example)
        .join(Comment, Comment.id == Example.comment_id)
        .where(
            Example.withdrawn_at.is_(None),
            or_(Comment.edited_at.is_(None), Comment.edited_at <= Example.at),
        )
    )


def decided(limit=MOST):
    """Every comment that the team decided on, with the latest word on each label."""
    wanted = standing().with_only_columns(
        Example.id, Example.comment_id, Comment.text, Example.label, Example.value, Example.weight
    )
    rows = db.session.execute(wanted.order_by(Example.id.desc()).limit(limit))
    found = {}
    for number, comment_id, text, label, value, weight in rows:
        one = found.setdefault(comment_id, Decided(comment_id, text, {}, number))
        if label not in one.said or (weight >= HINT > one.said[label][1]):
            one.said[label] = (bool(value), weight)
    return list(found.values())


def recent(comment_id, limit):
    """The latest clear decisions on other comments, a list for each comment: (comment, examples)."""
    wanted = standing().where(Example.comment_id != comment_id, Example.weight >= HINT)
    wanted = wanted.options(joinedload(Example.comment), joinedload(Example.by))
    found = {}
    for example in db.session.scalars(wanted.order_by(Example.id.desc()).limit(limit)):
        found.setdefault(example.comment_id, []).append(example)
    return [(examples[0].comment, examples) for examples in found.values()]


def counted():
    """How many decisions teach, by where they come from."""
    held = select(Example.origin, func.count()).where(Example.withdrawn_at.is_(None))
    rows = db.session.execute(held.group_by(Example.origin))
    return {row[0]: row[1] for row in rows}


def since(number, most=1000):
    """How many examples came after one, counted up to `most`."""
    later = select(Example.id).where(Example.id > number).limit(most).subquery()
    return db.session.scalar(select(func.count()).select_from(later))


def newest():
    """The number of the latest example, withdrawn or not; 0 when there is none."""
    return db.session.scalar(select(func.max(Example.id))) or 0
