"""What a person may send to hide a comment."""

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import Length

from app.comments.asking import ActForm
from app.connectors.contract import Can
from app.moderation.actions import LONGEST_REASON


class HideForm(ActForm):
    """Why a comment is hidden; the trail keeps it."""

    noun = "hidden"
    reason = StringField(_l("Why (the team sees it)"), validators=[Length(max=LONGEST_REASON)])

    @property
    def reaches_the_platform(self):
        return self.comment.can(Can.HIDE)
