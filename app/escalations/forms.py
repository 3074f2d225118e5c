"""What a person may send to hand a comment on, and what a lead may answer."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from app.comments.asking import ActForm
from app.connectors.contract import Can
from app.escalations.actions import LONGEST_REASON
from app.escalations.asked import first_for, leads

NOTE, REPLY = "note", "reply"


class EscalationForm(ActForm):
    """Who decides, why, and how soon."""

    noun = "escalation"
    to = SelectField(_l("Who decides"), coerce=int)
    urgency = RadioField(
        _l("How urgent"),
        choices=[("now", _l("right now")), ("today", _l("today")), ("week", _l("this week"))],
    )
    reason = TextAreaField(
        _l("Why"),
        description=_l("They read it in their letter, with the comment and its thread."),
        validators=[
            DataRequired(_l("Say why, so that they can decide.")),
            Length(max=LONGEST_REASON),
        ],
    )

    def __init__(self, comment, me):
        first = first_for(me)
        super().__init__(comment, to=first.id if first else None, urgency="today")
        self.leads = {lead.id: lead for lead in leads()}
        self.to.choices = [(lead.id, lead.called) for lead in self.leads.values()]

    @property
    def lead(self):
        return self.leads[self.to.data]


class Answer:
    """What a lead writes, and what it becomes."""

    text = TextAreaField(
        _l("What is to be said"), validators=[DataRequired(_l("Write something first."))]
    )
    kept_as = RadioField(_l("Keep it as"), validators=[InputRequired(_l("Choose one."))])

    def offer(self, comment):
        """A reply only where the platform takes one."""
        choices = [(NOTE, _l("a note for the team"))]
        if not comment.gone and comment.can(Can.REPLY):
            choices.insert(0, (REPLY, _l("a reply: a moderator reads it once more and sends it")))
        self.kept_as.choices = choices
        if self.kept_as.data is None:
            self.kept_as.data = choices[0][0]
        return self


class SettlementForm(Answer, ActForm):
    """A lead settles from the inbox."""

    noun, place = "settlement", "escalation"


class LetterForm(Answer, FlaskForm):
    """A lead settles from a letter: its signature stands for the session that there is not."""

    class Meta:
        csrf = False
