"""The trends page: drawn from what a job counted."""

from flask import Blueprint, render_template
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.accounts.access import login_required
from app.alerts import trends
from app.alerts.tiles import tiles
from app.comments.models import Comment
from app.extensions import db
from app.lib.htmx import request

bp = Blueprint("trends", __name__)


@bp.get("/trends")
@login_required
def page():
    days = request.args.get("days", trends.LENGTHS[0], type=int)
    days = days if days in trends.LENGTHS else trends.LENGTHS[0]
    kept = trends.kept(days)
    data = kept.data if kept else None
    return render_template(
        "alerts/trends.html", days=days, lengths=trends.LENGTHS, kept=kept, data=data,
        tiles=tiles(data["places"]) if data else (), asked=asked(data["questions"]) if data else (),
    )  # fmt: skip


def asked(numbers):
    """The questions themselves, and how many ask the same; who was answered meanwhile is left out."""
    some = select(Comment).where(
        Comment.id.in_([number for number, _times in numbers]), Comment.answered_at.is_(None),
        Comment.state.not_in(("deleted", "gone")),
    ).options(joinedload(Comment.channel))  # fmt: skip
    found = {comment.id: comment for comment in db.session.scalars(some)}
    return [(found[number], times) for number, times in numbers if number in found]
