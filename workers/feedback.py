"""What feedbacks ask for that takes its time: answer all those who spoke."""

from flask import current_app
from flask_babel import force_locale

from app import jobs
from app.extensions import db
from app.feedback.models import Round
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
