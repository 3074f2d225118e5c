"""A search by choosing instead of by words: both say the same query, whichever was changed last."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from wtforms import SelectField, SelectMultipleField, StringField
from wtforms.validators import Length

from app.channels.models import Channel
from app.classifier.labels import LABELS
from app.extensions import db
from app.search.asking import ask, problems_of
from app.search.qualifiers.language import LANGUAGES
from app.search.query import Query
from app.tags.models import Tag
from app.territories.models import Territory
from app.triage.effects import EFFECTS

ANY, MOST_TAGS = "", 200
WORDS = ("label", "lang", "channel", "tag", "territory")


class Choosing:
    """The choices that make a search, and the effects that are chosen."""

    label = SelectField(_l("The classifier says"), validate_choice=False)
    lang = SelectField(_l("Language"), validate_choice=False)
    channel = SelectField(_l("Channel"), validate_choice=False)
    tag = SelectField(_l("Tag"), validate_choice=False)
    territory = StringField(_l("A place it names"), validators=[Length(max=100)])
    chosen = SelectMultipleField(
        _l("What it does"), choices=[(name, each.title) for name, each in EFFECTS.items()]
    )

    def agree(self):
        """Bring the words and the choices together: who changed the words is right, else the choices are."""
        words, choices = self.query.data or "", self.choices
        if choices and words.strip() == (self.shown.data or "").strip():
            words = str(with_choices(Query.of(words), choices))
        self.query.data = self.shown.data = words
        self.offer_choices()
        for name in WORDS:
            self[name].data = next(iter(Query.of(words).filters(name)), ANY)
            self.keep_offered(self[name])

    @property
    def problems(self):
        """What of the words is not understood, while they are written."""
        query = Query.of(self.query.data or "")
        return problems_of(query, ask(query, self.by))

    @property
    def choices(self):
        """What was chosen, where anything was sent at all."""
        sent = {name: self[name].raw_data for name in WORDS if self[name].raw_data}
        return {name: values[0].strip() for name, values in sent.items()}

    def offer_choices(self):
        self.label.choices = [
            (ANY, _l("anything")),
            *((n, each.title) for n, each in LABELS.items()),
        ]
        languages = LANGUAGES.by_name.values()
        self.lang.choices = [(ANY, _l("any")), *((each.name, each.about) for each in languages)]
        self.channel.choices = [
            (ANY, _l("any")),
            *each_twice(select(Channel.name).order_by(Channel.name)),
        ]
        tags = select(Tag.name).order_by(Tag.key).limit(MOST_TAGS)
        self.tag.choices = [(ANY, _l("any")), *each_twice(tags)]

    def keep_offered(self, field):
        """A value that the list does not name, as label:toxic>0.8, is offered besides."""
        known = [value for value, _about in getattr(field, "choices", ())]
        if known and field.data not in known:
            field.choices.append((field.data, field.data))


def with_choices(query, choices):
    """A query with each choice in place of what it said before."""
    for name, value in choices.items():
        if value != next(iter(query.filters(name)), ANY):
            query = query.instead(name) if not value else added(query.instead(name), name, value)
    return query


def added(query, name, value):
    return query.plus('{}:"{}"'.format(name, value.replace('"', " ")))


def each_twice(names):
    return [(name, name) for name in dict.fromkeys(db.session.scalars(names))]


def places():
    """Names of governorates and what the team calls together, to begin with."""
    kinds = ("governorate", "grouping")
    wanted = select(Territory).where(Territory.kind.in_(kinds)).order_by(Territory.key)
    return db.session.scalars(wanted).all()
