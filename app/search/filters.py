"""The drop-downs above the list: what a person picks by hand instead of typing it."""

from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.channels.models import Channel
from app.classifier.labels import LABELS
from app.connectors.registry import all_connectors
from app.extensions import db
from app.search.qualifiers.language import LANGUAGES
from app.search.qualifiers.times import PERIODS
from app.tags.models import Tag
from app.territories.models import Territory

_PERIODS = {
    "today": _l("today"),
    "yesterday": _l("yesterday"),
    "this-week": _l("this week"),
    "last-week": _l("last week"),
    "this-month": _l("this month"),
    "last-month": _l("last month"),
}
# More tags or places than this are found faster by typing.
MOST = 40


def platforms():
    """Those that a channel of the team stands on."""
    used = set(db.session.scalars(select(Channel.platform).distinct()))
    return [(name, kind.title) for name, kind in all_connectors().items() if name in used]


def tags():
    rows = db.session.scalars(select(Tag.name).order_by(Tag.key).limit(MOST))
    return [(name, name) for name in rows]


def places():
    """The team's own groupings and the widest places; a smaller one is typed."""
    wanted = select(Territory).where(Territory.kind.in_(("grouping", "governorate")))
    found = db.session.scalars(wanted.order_by(Territory.kind.desc(), Territory.key).limit(MOST))
    return [(place.name_fr, place.named(str(get_locale())[:2])) for place in found]


# The qualifier each writes, what it is called, and its values.
FILTERS = {
    "platform": (_l("Platform"), platforms),
    "lang": (_l("Language"), lambda: list(LANGUAGES.offer(""))),
    "label": (_l("Label"), lambda: [(name, label.title) for name, label in LABELS.items()]),
    "tag": (_l("Tag"), tags),
    "territory": (_l("Place"), places),
    "during": (_l("When"), lambda: [(name, _PERIODS[name]) for name in PERIODS.by_name]),
}


def choices(query, name):
    """(what it is called, whether it is on, the query it leads to) for every value of a filter."""
    chosen = query.filters(name)
    return [
        (title, value in chosen, query.instead(name, None if value in chosen else value))
        for value, title in FILTERS[name][1]()
    ]
