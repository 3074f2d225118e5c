"""Dates as people and programs write them, in French, Arabic and English."""

import re
import unicodedata
from datetime import UTC, datetime, timedelta

EXCEL_ORIGIN = datetime(1899, 12, 30)
_MONTHS = (
    "jan janv janvier january يناير جانفي كانون", "fev fevr fevrier feb february فبراير فيفري شباط",
    "mar mars march مارس اذار", "avr avril apr april ابريل افريل نيسان", "mai may مايو ماي ايار",
    "juin jun june يونيو جوان حزيران", "juil juillet jul july يوليو جويليه تموز",
    "aout aug august اغسطس اوت اب", "sep sept septembre september سبتمبر ايلول",
    "oct octobre october اكتوبر", "nov novembre november نوفمبر", "dec decembre december ديسمبر",
)  # fmt: skip
MONTHS = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
_CLOCK = r"(?:[ ,T]+(?:à|a|at)?\s*(\d{1,2})[:hH](\d{2})(?:[:m](\d{2})(?:[.,]\d+)?)?\s*([ap]\.?m\.?|ص|م)?)?"
_NUMBERS = re.compile(r"(\d{1,4})[/.\-](\d{1,2})[/.\-](\d{1,4})" + _CLOCK, re.IGNORECASE)
_NAMED = re.compile(
    r"(?:[^\W\d]+\.?,?\s+)?(\d{1,2})(?:er|st|nd|rd|th)?[ \-]+([^\W\d]+)\.?,?[ \-]+(\d{4})" + _CLOCK,
    re.IGNORECASE,
)
_NAMED_FIRST = re.compile(r"(?:[^\W\d]+,\s+)?([^\W\d]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})" + _CLOCK, re.IGNORECASE)  # fmt: skip
_UNIX = re.compile(r"\d{9,11}(\.\d+)?|\d{12,14}")


class NoDate(ValueError):
    """Something that cannot be read as a date."""


def read_date(value, zone, *, day_first=True):
    """A moment, aware and in UTC; what has no zone of its own was meant in `zone`."""
    try:
        found = value if isinstance(value, datetime) else of_text(value, day_first)
        return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        raise NoDate(str(value)) from None


def of_text(text, day_first):
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        text = plain(text)
    if _UNIX.fullmatch(text):
        return datetime.fromtimestamp(float(text) / (1000 if len(text) > 11 and "." not in text else 1), UTC)  # fmt: skip
    if found := _NUMBERS.fullmatch(text):
        return numbered(found, day_first)
    if found := _NAMED.fullmatch(text):
        day, month, year, *clock = found.groups()
        return moment(year, MONTHS.get(month, 0), day, clock)
    if found := _NAMED_FIRST.fullmatch(text):
        month, day, year, *clock = found.groups()
        return moment(year, MONTHS.get(month, 0), day, clock)
    raise ValueError(text)


def numbered(found, day_first):
    """Three numbers: the year is the long one, and of the others the one beyond twelve is the day."""
    first, second, third, *clock = found.groups()
    if len(first) > 2:
        return moment(first, second, third, clock)
    day, month = (first, second) if day_first else (second, first)
    if int(month) > 12:
        day, month = month, day
    return moment(third, month, day, clock)


def moment(year, month, day, clock):
    hour, minute, second, half = (*clock, None)[:4]
    year, hour = int(year), int(hour or 0)
    if half:
        hour = hour % 12 + (12 if half[0] in "pPم" else 0)
    year += 2000 if year < 70 else 1900 if year < 100 else 0
    return datetime(year, int(month), int(day), hour, int(minute or 0), int(second or 0))


def plain(text):
    """Without accents, Arabic digits as ours, and one spelling of the Arabic letters that vary."""
    text = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)
    text = unicodedata.normalize("NFKD", text.casefold())
    text = "".join(c for c in text if not unicodedata.combining(c) and c not in "\u200e\u200f،")
    return " ".join(text.translate(str.maketrans("ةى", "هي")).replace("\u202f", " ").split())


def of_serial(number):
    """The moment that a spreadsheet means by a number of days."""
    if not 1 <= number < 2_958_466:
        raise NoDate(str(number))
    return EXCEL_ORIGIN + timedelta(days=number)


def day_comes_first(values):
    """Whether day or month stands first in these dates; where either may be, the day does."""
    for value in values:
        found = _NUMBERS.fullmatch(plain(value)) if isinstance(value, str) else None
        if found and len(found[1]) <= 2 and (int(found[1]) > 12) != (int(found[2]) > 12):
            return int(found[1]) > 12
    return True
