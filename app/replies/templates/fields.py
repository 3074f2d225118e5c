"""The fields of a reply template: `{name}`, `{place}`, `{link}`, `{date}`, and any other, which a person fills."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date
from flask import current_app
from flask_babel import gettext as _
from markupsafe import Markup, escape

from app.lib.errors import Refused
from app.lib.text import direction_of, normalise

FIELD = re.compile(r"\{\s*([^\s{}][^{}\n]{0,39})\}")
# The known fields, in the words of three languages.
KNOWN = {
    "name": ("name", "nom", "الاسم", "اسم"),
    "place": ("place", "lieu", "المكان", "مكان"),
    "link": ("link", "lien", "الرابط", "رابط"),
    "date": ("date", "التاريخ", "تاريخ"),
}
MEANS = {normalise(word): field for field, words in KNOWN.items() for word in words}
# From the widest to the most exact.
KINDS = ("grouping", "governorate", "delegation", "commune", "imada")
LOCALES = {"fr": "fr", "ar": "ar_TN", "tn": "ar_TN", "en": "en_GB"}


def filled(text, comment, language):
    """A template's text with what the comment says about itself in its fields; others stay to be filled."""
    values = {}

    def value(found):
        field = MEANS.get(normalise(found[1].strip()))
        if field and field not in values:
            values[field] = FILLS[field](comment, language)
        return values.get(field) or found[0]

    return FIELD.sub(value, text)


def filled_in(text):
    """The text, when no field of it waits to be filled; refuses it else."""
    if found := FIELD.search(text):
        raise Refused(_("Fill in %(field)s first, or take it out.", field=found[0]))
    return text


def with_marks(text):
    """A text with its fields marked, for a page."""
    parts = FIELD.split(text)
    # Every second part is the inside of a field.
    fields = zip(parts[1::2], parts[2::2], strict=True)
    rest = (Markup("<mark>{}</mark>{}").format(f"{{{name}}}", after) for name, after in fields)
    return Markup(escape(parts[0])) + Markup("").join(rest)


def direction(text):
    """The direction of a template's own words: the names of its fields have no say."""
    return direction_of(FIELD.sub(" ", text))


def with_fields(text, name):
    """A text that was sent, with the name of who read it made a field."""
    if len(name) < 2:
        return text
    return re.sub(rf"(?<!\w)@?{re.escape(name)}(?!\w)", "{name}", text)


def name_of(comment, language):
    return comment.author.called if comment.author else ""


def place_of(comment, language):
    """The most exact place that the comment names, as that language calls it."""
    named = [place.territory for place in comment.places if place.named]
    exact = max(named, key=lambda one: depth(one), default=None)
    return exact.named("ar" if language in ("ar", "tn") else "fr") if exact else ""


def depth(territory):
    return KINDS.index(territory.kind) if territory.kind in KINDS else -1


def link_of(comment, language):
    return (comment.post and comment.post.url) or comment.url or ""


def today(comment, language):
    here = datetime.now(ZoneInfo(current_app.config["TIMEZONE"])).date()
    return format_date(here, "d MMMM y", locale=LOCALES[language])


FILLS = {"name": name_of, "place": place_of, "link": link_of, "date": today}
