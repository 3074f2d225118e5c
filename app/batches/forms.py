"""What a person may send to act on many comments; each verb asks for what it needs, and some for nothing."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    DateTimeLocalField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from app.accounts.queries import those_who_may
from app.comments.acts.moments import FURTHEST, OWN, aware, moments
from app.escalations.asked import first_for, leads
from app.feedback.actions import LONGEST_SUBJECT
from app.feedback.models import KINDS
from app.feedback.queries import plan, still_open
from app.lib.clock import now
from app.lib.errors import Refused
from app.moderation.forms import REASONS
from app.tags.names import split
from app.territories.queries import territory_named

LONGEST_REASON, LONGEST_TEXT, LONGEST_TAGS = 2000, 10_000, 1000


class VerbForm(FlaskForm):
    """Nothing to ask: what is pressed is done."""

    def __init__(self, me):
        super().__init__()
        self.fill(me)
        for field in self:
            field.id = field.label.field_id = f"batch-{field.short_name}"

    def fill(self, me):
        """What there is to choose from."""

    @property
    def details(self):
        return {}


class TagForm(VerbForm):
    names = StringField(
        _l("Tags"),
        description=_l("Several at once with a comma between them. A new name makes a new tag."),
        validators=[Length(max=LONGEST_TAGS)],
    )

    def validate_names(self, field):
        try:
            self.tags = split(field.data or "")
        except Refused as refusal:
            raise ValidationError(refusal.reason) from None
        if not self.tags:
            raise ValidationError(_l("Type a tag."))

    @property
    def details(self):
        return {"names": self.tags}


class AssignForm(VerbForm):
    to = SelectField(_l("Assign to"), coerce=lambda value: int(value) if value else None)

    def fill(self, me):
        others = [user for user in those_who_may("moderator") if user.id != me.id]
        mine = (me.id, _("Me (%(name)s)", name=me.called))
        self.to.choices = [mine, *((user.id, user.called) for user in others), ("", _("Nobody"))]

    @property
    def details(self):
        return {"to_id": self.to.data}


class SnoozeForm(VerbForm):
    choice = RadioField(_l("Put off until"), validators=[InputRequired(_l("Choose a moment."))])
    own = DateTimeLocalField(_l("A moment of your own"), validators=[Optional()])

    def fill(self, me):
        offered = moments(now())
        self.offered = {name: at for name, (_words, at) in offered.items()}
        self.choice.choices = [(name, words) for name, (words, _at) in offered.items()]
        self.choice.choices.append((OWN, _("another moment")))
        if self.choice.data is None:
            self.choice.data = next(iter(offered))
        if self.own.data:
            # Who filled in a moment means it, whichever button is on.
            self.choice.data = OWN

    @property
    def until(self):
        own = self.choice.data == OWN
        return (
            (aware(self.own.data) if self.own.data else None)
            if own
            else self.offered[self.choice.data]
        )

    def validate_own(self, field):
        if self.choice.data == OWN and not now() < aware(field.data) < now() + FURTHEST:
            raise ValidationError(_("Choose a moment within the coming year."))

    def validate_choice(self, field):
        if field.data == OWN and not self.own.data:
            raise ValidationError(_("Say when."))

    @property
    def details(self):
        return {"until": self.until.isoformat()}


class HideForm(VerbForm):
    why = RadioField(_l("What is wrong with it"), choices=REASONS, default="")
    reason = StringField(_l("Why (the team sees it)"), validators=[Length(max=400)])

    @property
    def details(self):
        return {"why": self.why.data or "", "reason": self.reason.data or ""}


class EscalateForm(VerbForm):
    to = SelectField(_l("Who decides"), coerce=int)
    urgency = RadioField(
        _l("How urgent"),
        choices=[("now", _l("right now")), ("today", _l("today")), ("week", _l("this week"))],
        default="today",
    )
    reason = TextAreaField(
        _l("Why"),
        validators=[
            DataRequired(_l("Say why, so that they can decide.")),
            Length(max=LONGEST_REASON),
        ],
    )

    def fill(self, me):
        self.to.choices = [(lead.id, lead.called) for lead in leads()]
        first = first_for(me)
        if not self.is_submitted() and first:
            self.to.data = first.id

    @property
    def details(self):
        return {
            "to_id": self.to.data,
            "reason": self.reason.data,
            "urgency": self.urgency.data,
        }


class ReplyForm(VerbForm):
    text = TextAreaField(
        _l("The same public reply to each"),
        validators=[DataRequired(_l("Write something first.")), Length(max=LONGEST_TEXT)],
    )

    @property
    def details(self):
        return {"text": self.text.data}


class FeedbackForm(VerbForm):
    into = SelectField(_l("Add them to"), coerce=int, default=0)
    what = SelectField(
        _l("Kind of feedback"), choices=[SelectChoice(name, title) for name, title in KINDS.items()]
    )
    subject = StringField(
        _l("Subject"), description=_l("For a new one."), validators=[Length(max=LONGEST_SUBJECT)]
    )
    place = StringField(_l("Place"), validators=[Length(max=120)])
    action = SelectField(_l("Action of the plan"), coerce=int, default=0)

    def fill(self, me):
        self.territory = None
        there = (SelectChoice(one.id, one.subject) for one in still_open())
        self.into.choices = [SelectChoice(0, _("A new one")), *there]
        actions = (SelectChoice(one.id, f"{one.code} · {one.title}") for one in plan())
        self.action.choices = [SelectChoice(0, _("None")), *actions]

    def validate_subject(self, field):
        if not self.into.data and not (field.data or "").strip():
            raise ValidationError(_("Say in a few words what it is about."))

    def validate_place(self, field):
        if (field.data or "").strip():
            self.territory = territory_named(field.data)
            if self.territory is None:
                raise ValidationError(_("We know no place of that name."))

    @property
    def details(self):
        if self.into.data:
            return {"feedback_id": self.into.data}
        where = {"place_id": self.territory and self.territory.id, "action_id": self.action.data}
        return {"what": self.what.data, "subject": self.subject.data, **where}


FORMS = {
    "done": VerbForm, "hide": HideForm, "spam": VerbForm, "tag": TagForm, "assign": AssignForm,
    "snooze": SnoozeForm, "escalate": EscalateForm, "reply": ReplyForm,
    "from-post": VerbForm, "feedback": FeedbackForm,
}  # fmt: skip


def asks_nothing(kind):
    return FORMS[kind] is VerbForm
