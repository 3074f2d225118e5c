"""What a person may send to make or change a watch."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, IntegerField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, Length, NumberRange, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.alerts.offers import name_of
from app.search.asking import ask, problems_of
from app.search.query import Query

KINDS = (
    ("volume", _l("More comments than usual")),
    ("mood", _l("More anger than usual")),
    ("wave", _l("A new wave: several write nearly the same")),
    ("place", _l("A place that starts to speak")),
    ("word", _l("A word never seen before")),
    ("source", _l("A channel that wakes up")),
    ("any", _l("Any comment at all: for words that must not be missed")),
)


class WatchForm(FlaskForm):
    """A query, what is heard about it, and when its letters may leave."""

    name = StringField(_l("Name"), validators=[DataRequired(), Length(max=120)])
    query = StringField(
        _l("What is watched"),
        description=_l("The same words as in the search box of the inbox. Empty watches everything."),
        validators=[Length(max=1000)],
    )  # fmt: skip
    kinds = SelectMultipleField(
        _l("What you want to hear of"),
        choices=KINDS,
        default=["volume"],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    urgent = BooleanField(_l("Urgent: its letters leave at any hour"))
    quiet_from = IntegerField(
        _l("Quiet from (hour)"), default=21, validators=[NumberRange(min=0, max=23)]
    )
    quiet_to = IntegerField(
        _l("Quiet until (hour)"), default=7, validators=[NumberRange(min=0, max=23)]
    )

    def __init__(self, watch=None, **values):
        if watch:
            values = {name: getattr(watch, name) for name in self.kept_names} | {
                "name": str(name_of(watch))
            }
        super().__init__(data=values or None)

    kept_names = ("query", "kinds", "urgent", "quiet_from", "quiet_to")

    @property
    def given(self):
        told = {name: self[name].data for name in self.kept_names}
        return told | {"name": self.name.data.strip(), "query": (self.query.data or "").strip()}

    def validate_kinds(self, field):
        if not field.data:
            raise ValidationError(_("Choose at least one."))

    def validate_query(self, field):
        query = Query.of(field.data or "")
        if problems := problems_of(query, ask(query)):
            raise ValidationError(" ".join(str(problem) for problem in problems))
        if "any" in (self.kinds.data or ()) and not query:
            raise ValidationError(_("Say which words: every comment would be an alert."))
