"""Periods and values in the words of the reader."""

from babel.dates import format_date
from flask_babel import get_locale
from flask_babel import gettext as _

from app.accounts.models import User
from app.channels.models import Channel
from app.classifier.labels import LABELS
from app.comments.models import Post
from app.extensions import db
from app.lib.bulk import among
from app.search.tree import Filter
from app.tags.models import Tag
from app.territories.models import Territory


def period_words(period):
    """A period as people say it: November 2026, 16–22 November 2026."""
    locale = get_locale()
    if period.kind == "month":
        return format_date(period.start, "LLLL y", locale=locale)
    if period.kind == "year":
        return format_date(period.start, "y", locale=locale)
    if period.kind == "quarter":
        return format_date(period.start, "QQQ y", locale=locale)
    first, last = (
        format_date(day, "d MMMM y", locale=locale) for day in (period.start, period.last_day)
    )
    return _("%(first)s to %(last)s", first=first, last=last)


def step_words(step):
    """A day, week or month on an axis."""
    pattern = {"day": "d MMM", "week": "d MMM", "month": "MMM y"}[step.step]
    return format_date(step.start, pattern, locale=get_locale())


def languages():
    return {
        "fr": _("French"),
        "ar": _("Arabic"),
        "en": _("English"),
        "tn": _("Derja"),
        "mixed": _("Several languages"),
        "": _("Not told"),
    }


def moods():
    return {"pos": _("Happy"), "neu": _("Neither"), "neg": _("Unhappy"), "": _("Not told")}


def named(kind, keys):
    """{key: (name, the part of a query that lists it)} of some values of one kind."""
    return NAMES[kind](list(keys))


def rows_of(model, keys):
    return db.session.scalars(db.select(model).where(among(model.id, keys))).all()


def tag_names(keys):
    return {row.id: (f"#{row.name}", str(Filter("tag", row.name))) for row in rows_of(Tag, keys)}


def channel_names(keys):
    return {row.id: (row.name, str(Filter("channel", row.name))) for row in rows_of(Channel, keys)}


def post_names(keys):
    return {row.id: (row.title or f"#{row.id}", f"post:{row.id}") for row in rows_of(Post, keys)}


def territory_names(keys):
    """By code in the query: two places may share a name."""
    locale = get_locale().language
    return {
        row.id: (row.named(locale), str(Filter("territory", row.code)))
        for row in rows_of(Territory, keys)
    }


def language_names(keys):
    return {
        key: (languages()[key], f"lang:{key or 'unknown'}") for key in keys if key in languages()
    }


def mood_names(keys):
    return {
        key: (moods()[key], f"sentiment:{key}" if key else UNTOLD_MOOD)
        for key in keys
        if key in moods()
    }


UNTOLD_MOOD = "-sentiment:neg -sentiment:neu -sentiment:pos"


def label_names(keys):
    return {key: (str(LABELS[key]), f"label:{key}") for key in keys if key in LABELS}


def doer_names(kind):
    def names(keys):
        """People by name, rules by theirs."""
        people = {u.id: u for u in rows_of(User, [key for key in keys if isinstance(key, int)])}
        found = {key: (u.name or u.email, str(Filter(kind, u.email))) for key, u in people.items()}
        rules = [key for key in keys if isinstance(key, str)]
        return found | {
            key: (_("Rule “%(name)s”", name=key[5:]), str(Filter(kind, key[5:]))) for key in rules
        }

    return names


NAMES = {
    "tag": tag_names, "channel": channel_names, "post": post_names, "territory": territory_names,
    "lang": language_names, "sentiment": mood_names, "label": label_names,
    **{kind: doer_names(kind) for kind in ("acted-by", "answered-by", "hidden-by")},
}  # fmt: skip
