"""Reads of escalations."""

from flask import abort
from sqlalchemy import select

from app.comments.queries import hold
from app.escalations.models import Escalation
from app.extensions import db

OPEN = (Escalation.settled_at.is_(None), Escalation.withdrawn_at.is_(None))


def open_escalation(comment):
    """The escalation of a comment that nobody settled yet, or None."""
    return db.session.scalar(select(Escalation).where(Escalation.comment_id == comment.id, *OPEN))


def the_open(comment):
    """The open escalation of a comment, or a 404."""
    return open_escalation(comment) or abort(404)


def held(escalation_id):
    """One escalation, with its comment locked first, as everybody does; None when both are gone."""
    numbers = select(Escalation.comment_id).where(Escalation.id == escalation_id)
    comment_id = db.session.scalar(numbers)
    if comment_id is None:
        return None
    hold(comment_id)
    return db.session.get(Escalation, escalation_id, populate_existing=True)
