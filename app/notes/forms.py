"""What a person may send as a note."""

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import DataRequired, ValidationError

from app.comments.asking import ActForm
from app.lib.errors import Refused
from app.notes.actions import LONGEST, fit
from app.notes.mentions import mentioned_in


class NoteForm(ActForm):
    """A word for the team."""

    noun = "note"
    text = TextAreaField(
        _l("Note for the team"),
        description=_l(
            "Only the team reads it. It never leaves. Write @ and a name to tell a colleague."
        ),
        validators=[DataRequired(_l("Write something first."))],
    )
    most = LONGEST

    def validate_text(self, field):
        try:
            mentioned_in(fit(field.data))
        except Refused as refusal:
            raise ValidationError(refusal.reason) from None
