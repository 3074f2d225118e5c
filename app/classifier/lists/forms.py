"""What a person may send about a word list."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from app.classifier.labels import LABELS
from app.classifier.lists.actions import LONGEST_NAME


class ListForm(FlaskForm):
    """What a list is called, and what its words mean."""

    name = StringField(_l("Name"), validators=[DataRequired(), Length(max=LONGEST_NAME)])
    label = SelectField(_l("What its words are"))
    across = BooleanField(_l("Find them in the other script too: 9a7ba where قحبة is listed"))

    def __init__(self, **values):
        super().__init__(**values)
        self.label.choices = [(name, label.title) for name, label in LABELS.items()]


class WordsForm(FlaskForm):
    """Words typed, or in a file."""

    words = TextAreaField(
        _l("Words or phrases, one a line"),
        description=_l("Spelling does not matter: elongated, spaced or with accents, it is found."),
        validators=[Length(max=200_000)],
    )
    file = FileField(_l("Or a text file, one a line"))

    @property
    def text(self):
        file = self.file.data
        brought = file.read().decode("utf-8-sig", errors="replace") if file else ""
        return f"{self.words.data or ''}\n{brought}"
