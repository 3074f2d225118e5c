"""What a person may send to assign a comment or to put it off."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateTimeLocalField, RadioField, SelectField
from wtforms.validators import InputRequired, Optional

from app.accounts.queries import those_who_may
from app.comments.acts.moments import FURTHEST, OWN, aware, moments
from app.comments.asking import ActForm
from app.lib.clock import now


class AssignmentForm(ActForm):
    """Whom a comment is given to; oneself first."""

    noun = "assignment"
    to = SelectField(_l("Assign to"), coerce=lambda value: int(value) if value else None)

    def __init__(self, comment, me):
        super().__init__(comment, to=me.id if comment.assignee_id is None else comment.assignee_id)
        others = [user for user in those_who_may("moderator") if user.id != me.id]
        self.to.choices = [
            (me.id, _("Me (%(name)s)", name=me.called)),
            *((user.id, user.called) for user in others),
            ("", _("Nobody")),
        ]


class SnoozeForm(ActForm):
    """When a comment comes back."""

    noun = "snooze"
    choice = RadioField(_l("Put off until"), validators=[InputRequired(_l("Choose a moment."))])
    own = DateTimeLocalField(_l("A moment of your own"), validators=[Optional()])

    def __init__(self, comment):
        offered = moments(now())
        super().__init__(comment, choice=next(iter(offered)))
        self.offered = {name: at for name, (_words, at) in offered.items()}
        self.choice.choices = [(name, words) for name, (words, _at) in offered.items()]
        self.choice.choices.append((OWN, _("another moment")))
        if self.own.data:
            # Who filled in a moment means it, whichever button is on.
            self.choice.data = OWN

    @property
    def until(self):
        """The moment chosen, aware."""
        chosen = self.choice.data
        return aware(self.own.data) if chosen == OWN else self.offered[chosen]

    def validate(self, **more):
        problem = super().validate(**more) and self.choice.data == OWN and self.problem()
        if problem:
            self.own.errors = [problem]
        return not (self.errors or problem)

    def problem(self):
        """What is wrong with a moment of their own, in words; None when nothing is."""
        if self.own.data is None:
            return _("Say when.")
        if not now() < aware(self.own.data) < now() + FURTHEST:
            return _("Choose a moment within the coming year.")
        return None
