"""Whom a comment can be handed to, and who is next when they do not take it."""

from sqlalchemy import select

from app.accounts.queries import on_call, those_who_may
from app.comments.activity import Kind
from app.comments.models import Activity
from app.extensions import db


def leads():
    """Everybody who decides: those on call first, in their order."""
    called = called_leads()
    return [*called, *(lead for lead in those_who_may("lead") if lead not in called)]


def first_for(user):
    """Whom somebody most likely means: the first on call who is not themselves."""
    return next((lead for lead in leads() if lead.id != user.id), None)


def next_after(escalation):
    """Who gets it next: the next on call who was not asked yet; None at the end of the list."""
    asked = {*already_asked(escalation), escalation.by_id}
    called = called_leads()
    places = [place for place, lead in enumerate(called) if lead.id == escalation.to_id]
    turn = places[0] + 1 if places else 0
    return next((lead for lead in called[turn:] + called[:turn] if lead.id not in asked), None)


def already_asked(escalation):
    """The numbers of those who had this escalation before or have it now."""
    kinds = (str(Kind.ESCALATED), str(Kind.PASSED_ON))
    told = select(Activity.details).where(
        Activity.comment_id == escalation.comment_id, Activity.kind.in_(kinds)
    )
    rows = db.session.scalars(told)
    return {row["to_id"] for row in rows if row.get("escalation_id") == escalation.id}


def called_leads():
    return [user for user in on_call() if user.may("lead")]
