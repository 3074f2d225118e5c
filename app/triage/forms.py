"""What a person may send to write a rule: a search, by words or by choosing, and what is done to what it finds."""

from datetime import datetime, time, timedelta

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from app.accounts.queries import those_who_may
from app.comments.acts.moments import zone
from app.escalations.asked import leads
from app.lib.clock import now
from app.lib.errors import Refused
from app.replies.templates.queries import templates
from app.search.reading import LONGEST
from app.tags.names import split
from app.triage.choosing import Choosing
from app.triage.effects import EFFECTS, SNOOZES
from app.triage.writing import LONGEST_NAME, understood

LONGEST_TAGS, LONGEST_REASON = 400, 400
# The words of each effect stand beside its box; what it needs stands below.
NEEDS = {"tag": ("tags",), "draft": ("template",), "assign": ("assign_to",), "snooze": ("until",),
         "escalate": ("escalate_to", "urgency", "reason"), "notify": ("notify_to",)}  # fmt: skip


class RuleForm(Choosing, FlaskForm):
    """A rule as it is written."""

    name = StringField(_l("Name"), validators=[DataRequired(), Length(max=LONGEST_NAME)])
    query = StringField(
        _l("What it looks for"),
        description=_l("The same words as in the search box of the inbox."),
        validators=[Length(max=LONGEST)],
    )
    # The search that the choices below were drawn from: who then changed the words is right.
    shown = HiddenField()
    tags = StringField(
        _l("Tags"),
        description=_l("Several at once with a comma between them. A new name makes a new tag."),
        validators=[Length(max=LONGEST_TAGS)],
    )
    assign_to = SelectField(_l("To whom"), coerce=int, validate_choice=True)
    until = SelectField(_l("Until when"), choices=list(SNOOZES.items()), default="tomorrow")
    template = SelectField(_l("Which template"), coerce=int, validate_choice=False)
    escalate_to = SelectField(_l("Who decides"), coerce=int)
    urgency = SelectField(
        _l("How urgent"),
        choices=[("now", _l("right now")), ("today", _l("today")), ("week", _l("this week"))],
        default="today",
    )
    reason = TextAreaField(
        _l("Why"),
        description=_l("They read it in their letter; without it, the name of the rule."),
        validators=[Length(max=LONGEST_REASON)],
    )
    notify_to = SelectField(_l("Whom"), coerce=int)
    stop = BooleanField(_l("Rules below it no longer look at what it found"))
    last_day = DateField(
        _l("Its last day"),
        description=_l("It switches itself off afterwards. Leave it empty for no end."),
        validators=[Optional()],
    )
    owner = SelectField(_l("Whose it is"), coerce=int)

    def __init__(self, by, rule=None, **values):
        super().__init__(data=(written(rule) if rule else {"owner": by.id}) | values)
        self.by = by
        self.offer()

    def offer(self):
        people = [(user.id, user.called) for user in those_who_may("moderator")]
        self.assign_to.choices = self.notify_to.choices = people
        self.escalate_to.choices = [(lead.id, lead.called) for lead in leads()]
        self.owner.choices = [(user.id, user.called) for user in those_who_may("lead")]
        self.template.choices = [(each.id, each.name) for each in templates()]
        for field in (self.template, self.assign_to, self.notify_to, self.escalate_to, self.owner):
            if field.data is None and field.choices:
                field.data = field.choices[0][0]
        self.agree()

    def validate_query(self, field):
        try:
            field.data = understood(field.data, self.by)
        except Refused as refusal:
            raise ValidationError(refusal.reason) from None

    def validate_tags(self, field):
        if self.does("tag"):
            try:
                field.data = ", ".join(split(field.data))
            except Refused as refusal:
                raise ValidationError(refusal.reason) from None
            if not field.data:
                raise ValidationError(_("Write at least one tag."))

    def validate_chosen(self, field):
        if not field.data:
            raise ValidationError(_("Choose at least one thing that the rule does."))

    def validate_template(self, field):
        if self.does("draft") and field.data not in dict(field.choices):
            raise ValidationError(_("Choose a reply template; there may be none yet."))

    def validate_last_day(self, field):
        if field.data and end_of(field.data) <= now():
            raise ValidationError(_("That day is over."))

    def does(self, name):
        """Whether an effect is chosen."""
        return name in (self.chosen.data or ())

    @property
    def effects(self):
        """What is kept of the chosen effects, in the order in which they are offered."""
        return [{"do": name} | self.details(name) for name in EFFECTS if self.does(name)]

    def details(self, name):
        return {
            "tag": lambda: {"tags": split(self.tags.data)},
            "assign": lambda: {"to": self.assign_to.data},
            "snooze": lambda: {"until": self.until.data},
            "draft": lambda: {"template": self.template.data},
            "escalate": lambda: {"to": self.escalate_to.data, "urgency": self.urgency.data,
                                 "reason": self.reason.data or ""},
            "notify": lambda: {"to": self.notify_to.data},
        }.get(name, dict)()  # fmt: skip

    @property
    def kept(self):
        """What the rule is written with."""
        return {
            "query": self.query.data, "effects": self.effects, "stop": self.stop.data,
            "expires_at": self.last_day.data and end_of(self.last_day.data),
        }  # fmt: skip


def written(rule):
    """A rule as its form shows it."""
    told = {each["do"]: each for each in rule.effects}
    values = {
        "name": rule.name, "query": rule.query, "stop": rule.stop, "owner": rule.owner_id,
        "chosen": list(told), "last_day": rule.expires_at and last_day_of(rule.expires_at),
    }  # fmt: skip
    values["tags"] = ", ".join(told.get("tag", {}).get("tags", ()))
    values["until"] = told.get("snooze", {}).get("until", "tomorrow")
    values["template"] = told.get("draft", {}).get("template")
    for name in ("assign", "escalate", "notify"):
        values[f"{name}_to"] = told.get(name, {}).get("to")
    values |= {name: told.get("escalate", {}).get(name) for name in ("urgency", "reason")}
    return {name: value for name, value in values.items() if value is not None}


def end_of(day):
    return datetime.combine(day + timedelta(days=1), time(), zone())


def last_day_of(moment):
    return (moment.astimezone(zone()) - timedelta(seconds=1)).date()
