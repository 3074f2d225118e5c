"""The stretch of time that a report is about, in days as the team lives them."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from app.lib.clock import microseconds, now
from app.lib.errors import Refused

STEPS = ("day", "week", "month")
# More columns than this are a spreadsheet's work.
MOST_STEPS = 62


@dataclass(frozen=True)
class Period:
    """From the first day up to, not including, the last; cut into days, weeks or months."""

    start: date
    end: date
    step: str
    zone: ZoneInfo

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
        """The stretch just before, as long as this one."""
        return Period(self.start - (self.end - self.start), self.start, self.step, self.zone)

    @property
    def steps(self):
        """Its days, weeks or months, each as a period of its own; the first and last may be cut short."""
        cuts = [self.start]
        while cuts[-1] < self.end:
            cuts.append(min(next_step(cuts[-1], self.step), self.end))
        return [Period(a, b, self.step, self.zone) for a, b in zip(cuts, cuts[1:], strict=False)]

    @property
    def query(self):
        """The period in the words of the query language."""
        return f"after:{self.start} before:{self.end}"


def next_step(day, step):
    if step == "day":
        return day + timedelta(days=1)
    if step == "week":
        return day + timedelta(days=7 - day.weekday())
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def read_period(args, zone):
    """The period somebody asked for by `from`, `to` (its last day) and `step`; the last thirty days when not said."""
    today = now().astimezone(zone).date()
    end = day_of(args.get("to"), today) + timedelta(days=1)
    start = day_of(args.get("from"), end - timedelta(days=30))
    step = args.get("step") if args.get("step") in STEPS else "week"
    if not start < end:
        raise Refused(_("The first day must come before the last."), status=400)
    period = Period(start, end, step, zone)
    if (period.end - period.start).days > MOST_STEPS * {"day": 1, "week": 7, "month": 28}[step]:
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
