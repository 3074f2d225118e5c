"""What a person may send about tags."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField
from wtforms.validators import DataRequired, Length, ValidationError

from app.comments.asking import ActForm
from app.lib.errors import Refused
from app.tags.names import LONGEST, completed, split
from app.tags.queries import meant


class TagsForm(ActForm):
    """Names typed with commas between them, or one that was suggested; the first letters of a tag are enough."""

    noun = "tags"
    names = StringField(
        _l("Tags"),
        description=_l(
            "The first letters are enough for a tag there is. A comma after a name makes a new one."
        ),
        validators=[Length(max=1000)],
    )
    picked = StringField()

    def validate_names(self, field):
        try:
            typed, picked = field.data or "", self.picked.data
            self.chosen = split(completed(typed, picked) if picked else meant(typed))
        except Refused as refusal:
            raise ValidationError(refusal.reason) from None
        if not self.chosen:
            raise ValidationError(_l("Type a tag, or choose one."))


class RenameForm(FlaskForm):
    """What a tag is called from now on."""

    name = StringField(_l("Name"), validators=[DataRequired(), Length(max=LONGEST)])


class MergeForm(FlaskForm):
    """Which tag another becomes part of."""

    into = SelectField(_l("Merge into"), coerce=int)

    def __init__(self, tag, others):
        super().__init__()
        self.into.choices = [(other.id, other.name) for other in others if other.id != tag.id]
