"""What a person may send about a reply template."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectChoice, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from app.lib.text import LONGEST
from app.replies.templates.actions import code_of

LANGUAGE_NAMES = {"fr": _l("French"), "ar": _l("Arabic"), "tn": _l("Derja"), "en": _l("English")}
WORDS = [Length(max=min(LONGEST, 10_000))]


class TemplateForm(FlaskForm):
    """What a template is called, what it suits, and its words in each language it is needed in."""

    name = StringField(_l("Name"), [DataRequired(), Length(max=120)])
    code = StringField(
        _l("Short code"),
        [DataRequired(), Length(max=20)],
        description=_l("One short word, to find it by in the list."),
    )
    fr = TextAreaField(LANGUAGE_NAMES["fr"], WORDS)
    ar = TextAreaField(LANGUAGE_NAMES["ar"], WORDS)
    tn = TextAreaField(LANGUAGE_NAMES["tn"], WORDS)
    en = TextAreaField(LANGUAGE_NAMES["en"], WORDS)
    tags = StringField(
        _l("Tags it suits"),
        [Length(max=400)],
        description=_l("Several with a comma between them: it is suggested where they are."),
    )
    labels = SelectMultipleField(_l("Labels it suits"))

    def __init__(self, labels, **values):
        super().__init__(**values)
        self.labels.choices = [SelectChoice(name, label.title) for name, label in labels.items()]

    def validate_code(self, field):
        if not code_of(field.data or ""):
            raise ValidationError(_l("Type a word of letters or digits."))

    def validate_en(self, field):
        if not any((self[language].data or "").strip() for language in LANGUAGE_NAMES):
            raise ValidationError(_l("Write the reply in one language at least."))

    @property
    def words(self):
        """What the form says, as the action takes it."""
        return {
            "name": self.name.data,
            "code": self.code.data,
            "texts": {language: self[language].data for language in LANGUAGE_NAMES},
            "tags": (self.tags.data or "").replace("،", ",").split(","),
            "labels": self.labels.data or [],
        }
