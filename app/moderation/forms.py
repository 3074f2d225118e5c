"""What a person may send to hide a comment, or to do something else to it on its platform."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField
from wtforms.validators import Length

from app.comments.asking import ActForm
from app.connectors.contract import Can
from app.moderation.actions import LONGEST_REASON
from app.moderation.offering import is_final, meaning

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
    # Buttons, so that Enter alone hides it.
    why = RadioField(_l("What is wrong with it"), choices=REASONS, default="")
    reason = StringField(_l("Why (the team sees it)"), validators=[Length(max=LONGEST_REASON)])

    @property
    def reaches_the_platform(self):
        return self.comment.can(Can.HIDE)

    @property
    def means(self):
        return meaning(self.comment, Can.HIDE)


# Asked about even where they can be taken back: they hit a person, or are not seen again.
ASKED = frozenset((Can.DELETE, Can.BAN))
TITLES = {
    Can.DELETE: _l("Delete"), Can.LIKE: _l("Like"), Can.UNLIKE: _l("Take the like back"),
    Can.BAN: _l("Ban the author"), Can.UNBAN: _l("Let the author back in"),
}  # fmt: skip


class MeasureForm(ActForm):
    """One act on the platform's side, and why; what cannot be taken back there is said before."""

    noun = "measure"
    reason = StringField(_l("Why (the team sees it)"), validators=[Length(max=LONGEST_REASON)])

    def __init__(self, comment, kind):
        super().__init__(comment)
        self.kind, self.title = kind, TITLES[kind]
        self.means, self.is_final = meaning(comment, kind), is_final(comment, kind)
