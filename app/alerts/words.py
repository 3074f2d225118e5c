"""What an alert is about, in one line."""

from flask_babel import format_decimal, get_locale, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.channels.models import Channel
from app.comments.masking import masked
from app.extensions import db
from app.territories.models import Territory

SAID = {
    "volume": _l("More comments than usual"),
    "mood": _l("More anger than usual"),
    "wave": _l("Many write nearly the same"),
    "word": _l("A word that nobody wrote before"),
    "place": _l("A place starts to speak"),
    "source": _l("A silent channel wakes up"),
    "any": _l("Somebody wrote what you watch for"),
}


def headline(alert):
    """What it is, and about what: rude words keep their first letter."""
    kind, key = alert.keys[0]
    about = name_of(kind, key) or ", ".join(masked(term) for term in alert.terms[:3])
    if not about:
        return str(SAID[kind])
    return _("%(what)s: %(about)s", what=SAID[kind], about=about)


def name_of(kind, key):
    if kind == "word":
        return masked(key)
    if kind == "place" and (place := db.session.get(Territory, int(key))):
        return place.named(str(get_locale())[:2])
    if kind == "source" and (channel := db.session.get(Channel, int(key))):
        return channel.name
    return ""


def reach(alert):
    """How far it goes."""
    return " · ".join((
        ngettext("%(n)s comment", "%(n)s comments", alert.count, n=format_decimal(alert.count)),
        ngettext("%(n)s person", "%(n)s people", alert.authors, n=format_decimal(alert.authors)),
        ngettext("%(n)s channel", "%(n)s channels", alert.channels, n=format_decimal(alert.channels)),
    ))  # fmt: skip


def terms_of(alert):
    return [masked(term) for term in alert.terms]


def usual_of(alert):
    """What would have been usual, where that was counted."""
    kinds = dict(map(tuple, alert.keys))
    if "volume" in kinds or "mood" in kinds:
        return _("usual by now: about %(n)s", n=format_decimal(round(alert.expected)))
    return ""
