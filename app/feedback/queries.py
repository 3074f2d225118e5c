"""Reads of feedbacks, each bounded."""

from flask import abort
from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from app.comments.models import Comment
from app.extensions import db
from app.feedback.models import OPEN, Feedback, Passing, PlanAction, Saying
from app.lib.bulk import among
from app.lib.clock import ago
from app.lib.text import normalise
from app.territories.models import Place, Territory

ON_PAGE, LIKE_MOST, LOOKED_AT, DRAWN, OFFERED = 50, 5, 300, 50, 50


def get_feedback(number):
    return db.session.get(Feedback, number) or abort(404)


def held(number):
    """A feedback that nobody else moves until this ends."""
    wanted = select(Feedback).where(Feedback.id == number).with_for_update(of=Feedback)
    return db.session.scalar(wanted.execution_options(populate_existing=True)) or abort(404)


def listed(*, state="", kind="", place="", subject="", action=None, days=None, before=None):
    """Feedbacks, newest first."""
    wanted = select(Feedback).options(joinedload(Feedback.place), joinedload(Feedback.action))
    if state == "open":
        wanted = wanted.where(Feedback.state.in_(OPEN))
    elif state:
        wanted = wanted.where(Feedback.state == state)
    if kind:
        wanted = wanted.where(Feedback.kind == kind)
    if place:
        wanted = wanted.join(Territory, Feedback.place_id == Territory.id)
        wanted = wanted.where(Territory.key == normalise(place))
    if subject:
        wanted = wanted.where(Feedback.key.contains(normalise(subject), autoescape=True))
    if action:
        wanted = wanted.where(Feedback.action_id == action)
    if days:
        wanted = wanted.where(Feedback.made_at < ago(days=days))
    if before:
        wanted = wanted.where(Feedback.id < before)
    return db.session.scalars(wanted.order_by(Feedback.id.desc()).limit(ON_PAGE + 1)).all()


def still_open():
    """Feedbacks that comments can join, the newest first."""
    wanted = select(Feedback).where(Feedback.state.in_(OPEN)).order_by(Feedback.id.desc())
    return db.session.scalars(wanted.limit(OFFERED)).all()


def sizes(feedbacks):
    """{feedback id: how many comments}"""
    numbers = [one.id for one in feedbacks]
    counted = select(Saying.feedback_id, func.count()).where(among(Saying.feedback_id, numbers))
    return dict(db.session.execute(counted.group_by(Saying.feedback_id)).all())


def said_in(feedback, most=DRAWN):
    """The comments of a feedback, the newest first."""
    wanted = select(Saying).where(Saying.feedback_id == feedback.id)
    said = joinedload(Saying.comment)
    options = (said.joinedload(Comment.author), said.joinedload(Comment.channel))
    return db.session.scalars(
        wanted.options(*options).order_by(Saying.comment_id.desc()).limit(most)
    ).all()


def feedbacks_of(comment):
    wanted = select(Feedback).join(Saying).where(Saying.comment_id == comment.id)
    return db.session.scalars(wanted.order_by(Feedback.id).limit(LIKE_MOST)).all()


def similar(words, places=()):
    """Open feedbacks that share words or a place, the likest first; only the newest are looked at."""
    mine = {word for word in normalise(words).split() if len(word) > 2}
    wanted = select(Feedback).where(Feedback.state.in_(OPEN)).order_by(Feedback.id.desc())
    near = Feedback.place_id.in_(places) if places else None
    contains = [
        Feedback.key.contains(word, autoescape=True) for word in sorted(mine, key=len)[-12:]
    ]
    if near is not None:
        contains.append(near)
    if not contains:
        return []
    found = db.session.scalars(wanted.where(or_(*contains)).limit(LOOKED_AT)).all()
    return sorted(
        found,
        key=lambda one: (len(mine & set(one.key.split())), one.place_id in places),
        reverse=True,
    )[:LIKE_MOST]


def places_of(numbers):
    """The places that comments name themselves."""
    wanted = select(Place.territory_id).where(among(Place.comment_id, numbers), Place.named)
    return set(db.session.scalars(wanted.limit(LOOKED_AT)))


def plan():
    return db.session.scalars(select(PlanAction).order_by(PlanAction.code).limit(1000)).all()


def passing(number):
    return db.session.get(Passing, number)
