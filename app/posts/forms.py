"""What comments under a post shall take from it."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import Length, ValidationError

from app.lib.errors import Refused
from app.tags.names import key_of, split
from app.territories.queries import territory_named


class DefaultsForm(FlaskForm):
    """Tags with commas between them, and one place by its name."""

    tags = StringField(
        _l("Tags that comments here get"),
        [Length(max=1000)],
        description=_l("Several with a comma between them."),
    )
    place = StringField(
        _l("Place they are about"),
        [Length(max=120)],
        description=_l("Counts for comments that name no place themselves."),
    )

    def validate_tags(self, field):
        self.names = split(field.data or "")
        try:
            for name in self.names:
                key_of(name)
        except Refused as refusal:
            raise ValidationError(refusal.reason) from None

    def validate_place(self, field):
        name = (field.data or "").strip()
        self.territory = territory_named(name) if name else None
        if name and self.territory is None:
            raise ValidationError(_l("We know no place of that name."))
