"""What a person may send to say what is right about a comment."""

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, SelectMultipleField, StringField
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app.classifier.corrections.actions import exactly, flip, nothing_wrong
from app.classifier.in_force import labels_on
from app.classifier.labels import LABELS
from app.comments.asking import ActForm


class CorrectionForm(ActForm):
    """One label that is wrong or missing, or all the right ones, or that nothing is wrong."""

    noun = "correction"
    flip = SelectField(validators=[Optional()])
    labels = SelectMultipleField(
        _l("All that is right"),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    all = StringField()
    fine = StringField()

    def __init__(self, comment):
        super().__init__(comment, labels=labels_on(comment))
        self.flip.choices = self.labels.choices = [
            (name, label.title) for name, label in LABELS.items()
        ]

    @property
    def said(self):
        """The labels that the person's answer says something of."""
        if self.fine.data:
            return nothing_wrong(self.comment)
        return flip(self.comment, self.flip.data) if self.flip.data else self.exactly

    @property
    def exactly(self):
        return exactly(self.comment, self.labels.data or []) if self.all.data else {}
