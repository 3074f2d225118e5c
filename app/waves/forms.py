"""What a person may send to act on a wave."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from app.classifier.in_force import labels_on
from app.comments.asking import ActForm
from app.comments.many import VERBS
from app.lib.errors import Refused
from app.tags.names import split

LONGEST_REASON, LONGEST_TAGS = 400, 1000
ORDER = ("hide", "spam", "done", "tag")
LASTING = [
    ("0", _l("Only those that are there now")),
    ("1", _l("Later ones too, for a day")),
    ("3", _l("Later ones too, for three days")),
    ("7", _l("Later ones too, for a week")),
]


class WaveForm(ActForm):
    """What is done to all comments of a wave, why, and whether to later ones too."""

    noun = "wave"
    kind = RadioField(_l("What to do"), validators=[InputRequired(_l("Choose what to do."))])
    reason = StringField(_l("Why (the team sees it)"), validators=[Length(max=LONGEST_REASON)])
    names = StringField(
        _l("Tags"),
        description=_l("Several at once with a comma between them. A new name makes a new tag."),
        validators=[Length(max=LONGEST_TAGS)],
    )
    lasting = SelectField(
        _l("Which comments"),
        description=_l(
            "Of later ones only what is toxic or an advert is hidden; what is critical but civil is left to a person."
        ),
        choices=LASTING,
        default="0",
    )

    def __init__(self, comment):
        # What the classifier sees is proposed; of plain words nothing is, so that criticism is not swept away.
        seen = labels_on(comment)
        super().__init__(
            comment, kind="spam" if "spam" in seen else "hide" if comment.toxic else None
        )
        self.kind.choices = [(name, VERBS[name].title) for name in ORDER]

    def validate_names(self, field):
        try:
            self.tags = split(field.data or "")
        except Refused as refusal:
            raise ValidationError(refusal.reason) from None
        if self.kind.data == "tag" and not self.tags:
            raise ValidationError(_l("Type a tag."))

    @property
    def details(self):
        """What the chosen verb needs besides."""
        if self.kind.data == "hide":
            return {"reason": self.reason.data or ""}
        return {"names": self.tags} if self.kind.data == "tag" else {}
