"""Numbers of a report in the words of its reader, the same in every drawing."""

from babel.dates import format_date
from babel.numbers import format_decimal, format_percent
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from app.reports.blocks import CHANGE, DURATION, PERCENT, TEXT

# Our font has no narrow space of French.
_NARROW = str.maketrans("\u202f", "\u00a0")


def told(value, kind, locale):
    """One value as people read it; a dash where there is nothing to say."""
    if value is None or value == "":
        return "–"
    if kind == TEXT:
        # An isolate: a name keeps its own direction, whatever stands around it.
        return f"\u2068{value}\u2069" if locale == "ar" else str(value)
    return WRITES.get(kind, number)(value, locale).translate(_NARROW)


def number(value, locale):
    return format_decimal(round(value, 2), locale=locale)


def percent(value, locale):
    return format_percent(value, "#,##0.#\u00a0%" if locale == "fr" else "#,##0.#%", locale=locale)


def change(value, locale):
    # An isolate keeps the sign before its number inside Arabic words.
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return f"\u2066{sign}{percent(abs(value), locale)}\u2069"


def duration(seconds, locale):
    """A length of time in one or two words."""
    minutes = round(seconds / 60)
    with force_locale(locale):
        if minutes < 60:
            return ngettext("%(num)s min", "%(num)s min", minutes)
        if minutes < 48 * 60:
            return _("%(hours)s h %(minutes)s", hours=minutes // 60, minutes=f"{minutes % 60:02}")
        return ngettext("%(num)s day", "%(num)s days", round(minutes / 1440))


WRITES = {PERCENT: percent, CHANGE: change, DURATION: duration}


def grown(figure):
    """How a figure changed since the period before; None where that says nothing."""
    if figure.value is None or not figure.before:
        return None
    return (figure.value - figure.before) / figure.before


def under(figure, locale):
    """What stands under a figure: how it changed, and between which ends it lies."""
    with force_locale(locale):
        parts = []
        if figure.before is not None:
            before = told(figure.before, figure.kind, locale)
            parts.append(_("before: %(value)s", value=f"\u2068{before}\u2069"))
        if (growth := grown(figure)) is not None:
            parts.append(change(growth, locale).translate(_NARROW))
        if figure.low is not None and figure.high is not None:
            ends = {
                "low": told(figure.low, figure.kind, locale),
                "high": told(figure.high, figure.kind, locale),
            }
            parts.append(_("between %(low)s and %(high)s", **ends))
    return " · ".join(parts)


def day(at, locale):
    return format_date(at, "long", locale=locale)
