"""What a person may send to hide a comment."""

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.validators import Length

from app.comments.asking import ActForm
from app.connectors.contract import Can
from app.moderation.actions import LONGEST_REASON

# In the classifier's words where it has one: what is hidden for a reason teaches it that.
REASONS = [
    ("", _l("No reason given")),
    ("insult", _l("Insult")),
    ("hate", _l("Hate")),
    ("threat", _l("Threat")),
    ("obscene", _l("Obscene")),
    ("spam", _l("Spam")),
    ("other", _l("Something else")),
]


class HideForm(ActForm):
    """Why a comment is hidden; the trail keeps it."""

    noun = "hidden"
    why = SelectField(_l("What is wrong with it"), choices=REASONS, default="")
    reason = StringField(_l("Why (the team sees it)"), validators=[Length(max=LONGEST_REASON)])

    @property
    def reaches_the_platform(self):
        return self.comment.can(Can.HIDE)
