"""Reads of measures."""

from sqlalchemy import select

from app.extensions import db
from app.moderation.families import SEEN
from app.moderation.models import Measure


def measure_on(comment):
    """The latest act on whether people read it, which says how the comment stands there; None when there was none."""
    wanted = select(Measure).where(
        Measure.comment_id == comment.id, Measure.state != "taken-back", Measure.kind.in_(SEEN)
    )
    return db.session.scalar(wanted.order_by(Measure.id.desc()).limit(1))


def other_measures_on(comment):
    """The other acts that are under way or came to nothing: likes and bans."""
    wanted = select(Measure).where(
        Measure.comment_id == comment.id,
        Measure.kind.not_in(SEEN),
        Measure.state.in_(("waiting", "sending", "failed")),
    )
    return db.session.scalars(wanted.order_by(Measure.id.desc()).limit(3)).all()
