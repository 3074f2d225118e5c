"""What a person may send about a feedback."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Email, Length, ValidationError

from app.feedback.models import KINDS
from app.feedback.queries import plan
from app.territories.queries import territory_named

LOCALES = [
    SelectChoice("fr", "Français"),
    SelectChoice("ar", "العربية"),
    SelectChoice("en", "English"),
]


class FeedbackForm(FlaskForm):
    """What it is, about what, where, and which action of the plan it belongs to."""

    kind = SelectField(
        _l("Kind of feedback"), choices=[SelectChoice(name, title) for name, title in KINDS.items()]
    )
    subject = StringField(_l("Subject"), [DataRequired(), Length(max=300)])
    place = StringField(_l("Place"), [Length(max=120)])
    action = SelectField(_l("Action of the plan"), coerce=int)

    def __init__(self, **values):
        super().__init__(**values)
        actions = [SelectChoice(one.id, f"{one.code} · {one.title}") for one in plan()]
        self.action.choices = [SelectChoice(0, _l("None")), *actions]
        self.territory = None

    def validate_place(self, field):
        if (field.data or "").strip():
            self.territory = territory_named(field.data)
            if self.territory is None:
                raise ValidationError(_l("We know no place of that name."))


class PassingForm(FlaskForm):
    """To whom it is passed on, and what they see."""

    name = StringField(_l("Name"), [DataRequired(), Length(max=120)])
    email = EmailField(_l("E-mail address"), [DataRequired(), Email(), Length(max=254)])
    locale = SelectField(_l("Language of the letter"), choices=LOCALES)
    word = TextAreaField(_l("Your words to them"), [Length(max=2000)])
    full = BooleanField(_l("With the names of those who wrote"))


class LetterForm(FlaskForm):
    """What who got the letter answers."""

    class Meta:
        # The signed address stands for the session that there is not.
        csrf = False

    answer = TextAreaField(_l("Our answer"), [Length(max=2000)])
