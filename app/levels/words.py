"""How soon something is due, in a few words of the reader's language."""

from datetime import timedelta

from babel.units import format_unit
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from app.lib.clock import now

SOON = timedelta(hours=4)
UNITS = (
    ("duration-day", timedelta(days=1)),
    ("duration-hour", timedelta(hours=1)),
    ("duration-minute", timedelta(minutes=1)),
)


def due_words(due):
    """`in 3 hours`, `late by 1 day`."""
    left = due.due_at - now()
    told = in_words(abs(left))
    return (
        _("due in %(time)s", time=told)
        if left >= timedelta(0)
        else _("late by %(time)s", time=told)
    )


def due_sign(due):
    """(kind of the chip, picture): late, soon, or neither; a shape and words say it besides the colour."""
    left = due.due_at - now()
    if left < timedelta(0):
        return "toxic", "sign-priority"
    return ("priority" if left < SOON else ""), "snooze"


def in_words(delta):
    """Whole minutes, hours or days, rounded down: nobody is told that there is more time than there is."""
    name, step = next((one for one in UNITS if delta >= 2 * one[1]), UNITS[-1])
    told = format_unit(max(delta // step, 1), name, length="short", locale=get_locale())
    # Our font has no narrow space of French; another font's would stand out.
    return told.replace("\u202f", "\u00a0")


def promise_words(level):
    """What a level promises: `2 hours of work`, or round the clock."""
    told = hours_words(level.minutes)
    return (
        _("%(time)s, day and night", time=told)
        if level.always
        else _("%(time)s of work", time=told)
    )


def hours_words(minutes):
    if minutes % 60:
        return ngettext("%(num)s minute", "%(num)s minutes", minutes)
    return ngettext("%(num)s hour", "%(num)s hours", minutes // 60)
