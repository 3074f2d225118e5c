"""What each threshold would have flagged last month, and what the team did with it."""

from dataclasses import dataclass

from sqlalchemy import case, func, or_, select

from app.classifier.labels import ANY, LABELS
from app.classifier.learning.models import Example
from app.comments.models import Comment, Prediction
from app.extensions import db
from app.lib.clock import ago, microseconds

DAYS = 30
STEPS = tuple(range(15, 100, 5))
ACTED, KEPT, WAITING = "acted", "kept", "waiting"


@dataclass(frozen=True)
class Step:
    """One threshold: how many it would have flagged, and how many of these the team acted on, kept, left open."""

    percent: int
    flagged: int
    acted: int
    kept: int
    waiting: int


def past(label, language, also=()):
    """A step for each threshold worth considering; `also` adds those in force."""
    counts = counted(label, language)
    percents = sorted({*STEPS, *also})
    return [step(percent, counts) for percent in percents]


def step(percent, counts):
    found = dict.fromkeys((ACTED, KEPT, WAITING), 0)
    for (score, outcome), count in counts.items():
        if score >= percent:
            found[outcome] += count
    return Step(percent, sum(found.values()), found[ACTED], found[KEPT], found[WAITING])


def counted(label, language):
    """{(score in whole percents, outcome): comments} of last month."""
    # Comments are numbered by time, so a month is a stretch of the label's own index.
    start = microseconds(ago(days=DAYS))
    wanted = (
        select((Prediction.score // 10).label("score"), outcome(label).label("outcome"))
        .select_from(Prediction)
        .join(Comment, Comment.id == Prediction.comment_id)
        .where(Prediction.label == label, Prediction.comment_id >= start, Comment.by_us.is_(False))
    )
    if language != ANY:
        wanted = wanted.where(Comment.lang == language)
    one = wanted.subquery().c
    counts = select(one.score, one.outcome, func.count()).group_by(one.score, one.outcome)
    return {(score, how): count for score, how, count in db.session.execute(counts)}


def outcome(label):
    """What the team did with a comment, as one word; what somebody said outright comes first."""
    said = (
        select(case((Example.value, ACTED), else_=KEPT))
        .where(
            Example.comment_id == Comment.id,
            Example.label == label,
            Example.withdrawn_at.is_(None),
        )
        .order_by(Example.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    did = case((DID[LABELS[label].signal], ACTED), (Comment.status == "done", KEPT), else_=WAITING)
    return func.coalesce(said, did)


DID = {
    "toxic": or_(Comment.state == "hidden", Comment.is_spam),
    "spam": Comment.is_spam,
    "priority": Comment.answered_at.is_not(None),
}
