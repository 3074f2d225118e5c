"""What every template may use to show moments, numbers and people's words."""

from datetime import timedelta

from babel.dates import format_timedelta
from flask_babel import (
    format_date,
    format_datetime,
    format_decimal,
    format_percent,
    format_time,
    get_locale,
    to_user_timezone,
)
from flask_babel import gettext as _

from app.lib.clock import now
from app.lib.text import direction_of
from config import LOCALES

LOCALE_NAMES = {"fr": "Français", "ar": "العربية", "en": "English"}


def prepare_templates(app):
    """Give every template the same few words."""
    app.jinja_env.globals.update(
        text_direction=lambda: "rtl" if str(get_locale()).startswith("ar") else "ltr",
        locale_code=lambda: str(get_locale())[:2],
        locales={code: LOCALE_NAMES[code] for code in LOCALES},
        now=now,
    )
    app.jinja_env.filters.update(
        dir=direction_of, ago=ago, moment=moment, iso=lambda at: at.isoformat(), number=format_decimal,
        capped=capped, day=format_date, percent=percent, span=span,
    )  # fmt: skip
    # Every page and every fragment draws with the same macros, whoever renders it.
    app.context_processor(lambda: {"ui": app.jinja_env.get_template("ui/macros.html").module})
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


def ago(at):
    """How long ago, in a word or two: 2 min, 3 h, yesterday; then the date."""
    past = now() - at
    if past < timedelta(minutes=1):
        return _("now")
    if past < timedelta(days=7):
        told = format_timedelta(-past, format="short", locale=get_locale(), add_direction=False)
        # Our font has no narrow space of French; another font's would stand out.
        return told.strip("-").strip().replace("\u202f", "\u00a0")
    same_year = to_user_timezone(at).year == to_user_timezone(now()).year
    return format_date(at, "d MMM" if same_year else "d MMM y")


def moment(at):
    """A whole moment, for titles and timelines: the day and the minute."""
    local = to_user_timezone(at).date()
    today = to_user_timezone(now()).date()
    if local == today:
        return _("today %(time)s", time=format_time(at, "short"))
    if local == today - timedelta(days=1):
        return _("yesterday %(time)s", time=format_time(at, "short"))
    return format_datetime(at, "short" if local.year == today.year else "medium")


def span(delta):
    """How long something takes, in a word or two."""
    return format_timedelta(delta, locale=get_locale())


def capped(count, cap=1000):
    """A count that stopped at its cap says so: 1000+."""
    return f"{format_decimal(cap)}+" if count > cap else format_decimal(count)


def percent(share):
    return format_percent(round(share, 2))
