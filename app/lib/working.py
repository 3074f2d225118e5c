"""Time as a team works it: the hours of a week, days off, and seasons with other hours. Pure arithmetic."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

DAY = 24 * 60  # minutes
# Who never works again has no moment to give: then the clock runs on by itself.
FARTHEST = 3 * 366  # days


@dataclass(frozen=True)
class Season:
    """Other hours for a while, as in Ramadan: both days are part of it."""

    first: date
    last: date
    week: tuple


@dataclass(frozen=True)
class WorkingHours:
    """`week`: for each day from Monday on, the stretches that are worked, as minutes of the day (start, end)."""

    week: tuple
    zone: ZoneInfo = ZoneInfo("UTC")
    off: frozenset = frozenset()
    seasons: tuple = ()

    def stretches(self, day):
        """The (start, end) moments, in seconds of the epoch, that are worked on one day."""
        if day in self.off:
            return ()
        week = next((s.week for s in self.seasons if s.first <= day <= s.last), self.week)
        return tuple((self.second(day, a), self.second(day, b)) for a, b in week[day.weekday()])

    def second(self, day, minute):
        day, minute = (day + timedelta(days=1), 0) if minute >= DAY else (day, minute)
        local = datetime.combine(day, time(minute // 60, minute % 60), self.zone)
        return int(local.timestamp())

    @cached_property
    def years(self):
        return {}

    def year(self, number):
        """(seconds worked before each day of a year, and in all of it): added up once, so that a million asks are cheap."""
        if number not in self.years:
            day, sums = date(number, 1, 1), [0]
            while day.year == number:
                sums.append(sums[-1] + sum(end - start for start, end in self.stretches(day)))
                day += timedelta(days=1)
            self.years[number] = sums
        return self.years[number]

    def worked(self, moment):
        """(year, seconds worked in it until a moment)."""
        day, second = moment.astimezone(self.zone).date(), moment.timestamp()
        today = sum(max(0, min(end, second) - start) for start, end in self.stretches(day))
        return day.year, int(self.year(day.year)[day.timetuple().tm_yday - 1] + today)


def working_seconds(start, end, hours):
    """How many seconds were worked between two moments; below zero where the end came first."""
    if end < start:
        return -working_seconds(end, start, hours)
    (first, before), (last, after) = hours.worked(start), hours.worked(end)
    return after - before + sum(hours.year(number)[-1] for number in range(first, last))


def add_working(start, seconds, hours):
    """The moment at which so many seconds will have been worked."""
    day, from_, left = start.astimezone(hours.zone).date(), start.timestamp(), seconds
    for _day in range(FARTHEST):
        for begins, ends in hours.stretches(day):
            begins = max(begins, from_)
            if ends - begins >= left and ends > begins:
                return datetime.fromtimestamp(begins + left, UTC)
            left -= max(0, ends - begins)
        day += timedelta(days=1)
    return start + timedelta(seconds=seconds)


def read_stretches(typed):
    """`8:30-12:00, 13-17` as minutes of the day, in order; raises ValueError with the piece that cannot be read."""
    found = []
    for piece in filter(None, (piece.strip() for piece in typed.replace("،", ",").split(","))):
        ends = [minute_of(word) for word in piece.replace("–", "-").split("-")]
        if len(ends) != 2 or ends[0] >= ends[1] or (found and ends[0] < found[-1][1]):
            raise ValueError(piece)
        found.append(tuple(ends))
    return tuple(found)


def minute_of(word):
    hour, _, minute = word.strip().lower().replace("h", ":").partition(":")
    number = int(hour) * 60 + int(minute or 0)
    if not 0 <= number <= DAY or int(minute or 0) > 59:
        raise ValueError(word)
    return number


def write_stretches(stretches):
    """The same as people type it."""
    return ", ".join(f"{clock(a)}-{clock(b)}" for a, b in stretches)


def clock(minute):
    return f"{minute // 60}:{minute % 60:02}"
