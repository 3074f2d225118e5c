"""Reads of measures."""

from sqlalchemy import select

from app.extensions import db
from app.moderation.models import Measure


def measure_on(comment):
    """The latest act toward the platform, which says how the comment stands there; None when there was none."""
    wanted = select(Measure).where(Measure.comment_id == comment.id, Measure.state != "taken-back")
    return db.session.scalar(wanted.order_by(Measure.id.desc()).limit(1))
