"""What feedbacks ask for that takes its time: answer all those who spoke, find who makes the same claim."""

from flask import current_app
from flask_babel import force_locale

from app import jobs
from app.extensions import db
from app.feedback.models import Feedback, Round
from app.feedback.rumours.likes import look_back
from app.feedback.together import go_on
from workers.runner import AGAIN, does


@does(jobs.ANSWER_TOGETHER)
def answer_together(number):
    """Answer the next few of one round."""
    one = db.session.get(Round, number, with_for_update=True)
    if one is None or one.finished_at:
        return None
    # Why somebody is left out is read by who began it.
    locale = one.by.locale if one.by else None
    with force_locale(locale or current_app.config["DEFAULT_LOCALE"]):
        return AGAIN if go_on(one) else None


@does(jobs.FIND_LIKE)
def find_like(number):
    """Look among the comments of late for those that make the claim of one rumour."""
    feedback = db.session.get(Feedback, number)
    if feedback:
        look_back(feedback)
