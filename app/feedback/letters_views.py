"""The page behind the button of a letter: opening it changes nothing, only its buttons do."""

from flask import Blueprint, render_template, request
from flask_babel import force_locale
from flask_babel import gettext as _

from app.extensions import csrf, db
from app.feedback.forms import LetterForm
from app.feedback.letters import answer, has_it, opened, texts_for
from app.feedback.queries import held
from app.lib.errors import Refused
from app.lib.links import keep_to_themselves

bp = Blueprint("feedback_letters", __name__, url_prefix="/f")
csrf.exempt(bp)
bp.after_request(keep_to_themselves)


@bp.get("/<token>")
def show(token):
    """What was passed on, and the two things that can be said to it."""
    passing = opened(token)
    with force_locale(passing.locale):
        return draw(passing, LetterForm(formdata=None))


@bp.post("/<token>")
def act(token):
    """They have it, or they answer."""
    words = request.form.get("answer", "")
    passing = opened(token)
    held(passing.feedback_id)
    db.session.refresh(passing)
    with force_locale(passing.locale):
        form = LetterForm()
        if "has_it" in request.form:
            has_it(passing)
            return draw(passing, form, said=_("Thank you: the team sees that you have it."))
        try:
            answer(passing, words)
        except Refused as refusal:
            form.answer.errors = [refusal.reason]
            return draw(passing, form), 422
        return draw(passing, form, said=_("Thank you: the team has your answer."))


def draw(passing, form, said=None):
    return render_template(
        "feedback/mail_page.html", passing=passing, feedback=passing.feedback, form=form,
        said=said, texts=texts_for(passing),
    )  # fmt: skip
