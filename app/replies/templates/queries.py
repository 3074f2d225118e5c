"""Reads of reply templates."""

from flask import abort
from sqlalchemy import select

from app.extensions import db
from app.replies.templates.models import ReplyTemplate

# A team that keeps more finds none of them; and the composer looks at all.
MOST = 300


def get_template(template_id):
    return db.session.get(ReplyTemplate, template_id) or abort(404)


def templates(archived=False):
    """The templates in use, or those put away, by their code."""
    put_away = ReplyTemplate.archived_at
    wanted = select(ReplyTemplate).where(put_away.is_not(None) if archived else put_away.is_(None))
    return db.session.scalars(wanted.order_by(ReplyTemplate.code).limit(MOST)).all()


def coded(code, but=None):
    """The template in use with this code, other than one."""
    same = select(ReplyTemplate).where(
        ReplyTemplate.code == code, ReplyTemplate.archived_at.is_(None)
    )
    return db.session.scalar(same.where(ReplyTemplate.id != but) if but else same)
