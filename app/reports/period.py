"""The stretch of time that a report is about, in days as the team lives them."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.lib.clock import microseconds, now
from app.lib.errors import Refused

STEPS = ("day", "week", "month")
OWN = "own"
KINDS = {
    "week": _l("Week"), "month": _l("Month"), "quarter": _l("Quarter"), "year": _l("Year"), OWN: _l("Own dates"),
}  # fmt: skip
STEP_OF = {"week": "day", "month": "week", "quarter": "week", "year": "month"}
MONTHS_OF = {"month": 1, "quarter": 3, "year": 12}
# More columns than this are a spreadsheet's work.
MOST_STEPS = 62


@dataclass(frozen=True)
class Period:
    """From the first day up to, not including, the last; cut into days, weeks or months."""

    start: date
    end: date
    step: str
    zone: ZoneInfo
    kind: str = OWN

    @property
    def ids(self):
        """The comment ids that lie in it: from the first, up to, not including, the last."""
        return self.place(self.start), self.place(self.end)

    def place(self, day):
        return microseconds(datetime.combine(day, time(), self.zone))

    @property
    def last_day(self):
        """The last day in it, as people say it."""
        return self.end - timedelta(days=1)

    @property
    def before(self):
        """The stretch just before: the calendar's, or one as long as this."""
        if self.kind != OWN:
            return calendar(self.kind, self.start - timedelta(days=1), self.zone, self.step)
        return replace(self, start=self.start - (self.end - self.start), end=self.start)

    @property
    def after(self):
        """The stretch just after."""
        if self.kind != OWN:
            return calendar(self.kind, self.end, self.zone, self.step)
        return replace(self, start=self.end, end=self.end + (self.end - self.start))

    @property
    def days(self):
        return [self.start + timedelta(days=n) for n in range((self.end - self.start).days)]

    def day(self, number):
        """One of its days as a period of its own."""
        start = self.start + timedelta(days=number)
        return Period(start, start + timedelta(days=1), "day", self.zone)

    @property
    def steps(self):
        """Its days, weeks or months, each as a period of its own; the first and last may be cut short."""
        cuts = [self.start]
        while cuts[-1] < self.end:
            cuts.append(min(next_step(cuts[-1], self.step), self.end))
        return [Period(a, b, self.step, self.zone) for a, b in zip(cuts, cuts[1:], strict=False)]

    @property
    def cuts(self):
        """Where its steps begin and end, counted in days."""
        ends = [step.end for step in self.steps]
        return [0, *((end - self.start).days for end in ends)]

    @property
    def query(self):
        """The period in the words of the query language."""
        return f"after:{self.start} before:{self.end}"

    @property
    def args(self):
        """What an address needs to say this period."""
        if self.kind != OWN:
            return {"period": self.kind, "on": str(self.start), "step": self.step}
        return {"from": str(self.start), "to": str(self.last_day), "step": self.step}


def next_step(day, step):
    if step == "day":
        return day + timedelta(days=1)
    if step == "week":
        return day + timedelta(days=7 - day.weekday())
    return months_on(day.replace(day=1), 1)


def months_on(day, months):
    """The first of the month that many months from the first of one."""
    number = day.year * 12 + day.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def calendar(kind, day, zone, step=None):
    """The week, month, quarter or year that a day lies in."""
    step = step if step in STEPS else STEP_OF[kind]
    if kind == "week":
        start = day - timedelta(days=day.weekday())
        return Period(start, start + timedelta(days=7), step, zone, kind)
    months = MONTHS_OF[kind]
    start = months_on(day.replace(day=1), -((day.month - 1) % months))
    return Period(start, months_on(start, months), step, zone, kind)


def latest(kind, zone, today=None):
    """The last whole week, month, quarter or year."""
    today = today or now().astimezone(zone).date()
    return calendar(kind, today, zone).before


def read_period(args, zone):
    """The period somebody asked for: a calendar one by `period` and a day `on` it, or by `from`, `to` (its last day)
    and `step`; the last thirty days when nothing is said."""
    today = now().astimezone(zone).date()
    if (kind := args.get("period")) in STEP_OF:
        return sane(calendar(kind, day_of(args.get("on"), today), zone, args.get("step")))
    end = day_of(args.get("to"), today) + timedelta(days=1)
    start = day_of(args.get("from"), end - timedelta(days=30))
    step = args.get("step") if args.get("step") in STEPS else "week"
    if not start < end:
        raise Refused(_("The first day must come before the last."), status=400)
    return sane(Period(start, end, step, zone))


def sane(period):
    if (period.end - period.start).days > MOST_STEPS * {"day": 1, "week": 7, "month": 28}[
        period.step
    ]:
        raise Refused(
            _("That is too long for such short steps. Choose weeks or months."), status=400
        )
    return period


def day_of(text, otherwise):
    if not text:
        return otherwise
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Refused(
            _("“%(text)s” is not a day. Write it like 2026-11-30.", text=text[:20]), status=400
        ) from None
    if not 2001 <= day.year <= 2199:
        raise Refused(_("That is too far away."), status=400)
    return day


def zone_of_team():
    return ZoneInfo(current_app.config["TIMEZONE"])
