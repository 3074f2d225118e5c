"""The comments of a report, as the list behind it would have them."""

from sqlalchemy import and_, false

from app.comments.models import Comment
from app.search.plan import condition


def matching(query, period, asking):
    """The condition of a query inside a period."""
    low, high = period.ids
    asked = false() if query.problems else condition(query.scoped, asking)
    return and_(asked, Comment.id >= low, Comment.id < high)
