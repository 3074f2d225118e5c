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


def rows_of(columns, keys):
    return db.session.execute(db.select(*columns).where(among(columns[0], keys)))


def tag_names(keys):
    return {
        id: (f"#{name}", str(Filter("tag", name))) for id, name in rows_of((Tag.id, Tag.name), keys)
    }


def channel_names(keys):
    rows = rows_of((Channel.id, Channel.name), keys)
    return {id: (name, str(Filter("channel", name))) for id, name in rows}


def post_names(keys):
    rows = rows_of((Post.id, Post.title), keys)
    return {id: (title or f"#{id}", f"post:{id}") for id, title in rows}


def territory_names(keys):
    """By code in the query: two places may share a name."""
    arabic = get_locale().language == "ar"
    columns = (Territory.id, Territory.code, Territory.name_fr, Territory.name_ar)
    return {
        id: ((ar if arabic and ar else fr), str(Filter("territory", code)))
        for id, code, fr, ar in rows_of(columns, keys)
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
        numbers = [key for key in keys if isinstance(key, int)]
        people = rows_of((User.id, User.name, User.email), numbers)
        found = {id: (name or email, str(Filter(kind, email))) for id, name, email in people}
        rules = [key for key in keys if isinstance(key, str)]
        return found | {
            key: (_("Rule “%(name)s”", name=key[5:]), str(Filter(kind, key[5:]))) for key in rules
        }

    return names


def hour_names(keys):
    return {key: (_("%(hour)s h", hour=key), f"hour:{key}") for key in keys}


NAMES = {
    "tag": tag_names, "channel": channel_names, "post": post_names, "territory": territory_names,
    "lang": language_names, "sentiment": mood_names, "label": label_names, "hour": hour_names,
    **{kind: doer_names(kind) for kind in ("acted-by", "answered-by", "hidden-by")},
}  # fmt: skip
