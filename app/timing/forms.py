"""What a person may send to write a service level, and to say when the team works."""

from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DecimalField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length, NumberRange, ValidationError

from app.lib.errors import Refused
from app.lib.working import read_stretches, write_stretches
from app.search.reading import LONGEST
from app.timing.actions import LONGEST_NAME, understood
from app.timing.countries import named
from app.timing.feasts import feast

MOST_HOURS, DAYS_MOST = 24 * 60, 200


class LevelForm(FlaskForm):
    """A promise: which comments, how soon."""

    name = StringField(_l("Name"), validators=[DataRequired(), Length(max=LONGEST_NAME)])
    query = StringField(
        _l("Which comments"),
        description=_l("The same words as in the search box of the inbox."),
        validators=[Length(max=LONGEST)],
    )
    hours = DecimalField(
        _l("Hours until the first answer or decision"),
        validators=[DataRequired(), NumberRange(0.25, MOST_HOURS)],
        places=2,
    )
    always = BooleanField(_l("Count nights, weekends and days off too"))
    warn = DecimalField(
        _l("Tell people so many hours before"),
        description=_l(
            "Whoever the comment was given to, or else the leads: by the bell, and in one letter for all."
        ),
        validators=[NumberRange(0, MOST_HOURS)],
        default=1,
        places=2,
    )
    on = BooleanField(_l("It holds"), default=True)

    def __init__(self, by, level=None, **values):
        super().__init__(
            data=(written(level) if level else {"hours": 24, "warn": 2, "on": True}) | values
        )
        self.by = by

    def validate_query(self, field):
        try:
            field.data = understood(field.data, self.by)
        except Refused as refusal:
            raise ValidationError(refusal.reason) from None

    @property
    def kept(self):
        return {
            "query": self.query.data, "minutes": round(self.hours.data * 60), "always": self.always.data,
            "warn_minutes": round((self.warn.data or 0) * 60), "on": self.on.data,
        }  # fmt: skip


def written(level):
    return {
        "name": level.name, "query": level.query, "hours": short(level.minutes), "always": level.always,
        "warn": short(level.warn_minutes), "on": level.on,
    }  # fmt: skip


def short(minutes):
    return minutes // 60 if minutes % 60 == 0 else minutes / 60


def day_field(label):
    return StringField(label, validators=[Length(max=80)])


class HoursForm(FlaskForm):
    """When the team works: a week, whose holidays, more days off, and seasons with other hours."""

    monday = day_field(_l("Monday"))
    tuesday = day_field(_l("Tuesday"))
    wednesday = day_field(_l("Wednesday"))
    thursday = day_field(_l("Thursday"))
    friday = day_field(_l("Friday"))
    saturday = day_field(_l("Saturday"))
    sunday = day_field(_l("Sunday"))
    country = SelectField(_l("Public holidays of"))
    worked = SelectMultipleField(_l("We work on these all the same"))
    off = TextAreaField(
        _l("More days off"),
        description=_l("One day a line, as 2026-12-31 or 31/12/2026."),
        validators=[Length(max=4000)],
    )
    seasons = TextAreaField(
        _l("Other hours for a while, as in Ramadan"),
        description=_l(
            "One a line: the first day, the last day, the hours of a day. 2027-02-08 2027-03-09 8:30-14:30"
        ),
        validators=[Length(max=4000)],
    )

    def __init__(self, kept):
        super().__init__(data=shown(kept))
        self.country.choices = [SelectChoice(code, name) for code, name in named(kept.country)]
        self.known = kept.holidays
        today = str(date.today())
        self.worked.choices = [
            SelectChoice(day, feast(name))
            for day, name in kept.holidays.items()
            if day >= today or day in kept.worked
        ]

    @property
    def days(self):
        names = "monday tuesday wednesday thursday friday saturday sunday".split()
        return [self[name] for name in names]

    def validate(self, **more):
        good = super().validate(**more)
        for field in self.days:
            try:
                field.data = write_stretches(read_stretches(field.data or ""))
            except ValueError:
                field.errors = [
                    *field.errors,
                    _("Write hours as 8:30-12:00, 13:00-17:00; nothing for a day off."),
                ]
                good = False
        if good and not any(field.data for field in self.days):
            self.monday.errors = [_("At least one day is worked.")]
            good = False
        return good

    def validate_off(self, field):
        lines = [line.strip() for line in field.data.splitlines() if line.strip()]
        if len(lines) > DAYS_MOST:
            raise ValidationError(_("That is too many days."))
        field.read = sorted({str(read_day(line)) for line in lines})

    def validate_seasons(self, field):
        field.read = [read_season(line) for line in field.data.splitlines() if line.strip()]

    @property
    def kept(self):
        week = [field.data for field in self.days]
        seasons = [
            {"first": first, "last": last, "week": [hours if day else "" for day in week]}
            for first, last, hours in self.seasons.read
        ]
        return {
            "week": week, "country": self.country.data, "off": self.off.read, "worked": self.worked.data or [],
            "seasons": seasons,
        }  # fmt: skip


def read_day(typed):
    try:
        if "/" in typed:
            return date(*map(int, reversed(typed.split("/"))))
        return date.fromisoformat(typed)
    except (ValueError, TypeError):
        raise ValidationError(_("“%(typed)s” is no day.", typed=typed)) from None


def read_season(line):
    first, last, hours = (*line.split(None, 2), "", "", "")[:3]
    first, last = read_day(first), read_day(last)
    try:
        read = write_stretches(read_stretches(hours))
    except ValueError:
        read = ""
    if not read or first > last:
        raise ValidationError(_("“%(line)s” says no days and hours.", line=line))
    return str(first), str(last), read


def shown(kept):
    """The hours as their form shows them."""
    names = "monday tuesday wednesday thursday friday saturday sunday".split()
    seasons = (
        f"{each['first']} {each['last']} {next(filter(None, each['week']), '')}"
        for each in kept.seasons
    )
    return dict(zip(names, kept.week, strict=True)) | {
        "country": kept.country or "", "off": "\n".join(kept.off), "worked": kept.worked,
        "seasons": "\n".join(seasons),
    }  # fmt: skip
