"""The hours the team works, as the arithmetic wants them (app/lib/working.py): read here, used everywhere."""

from datetime import date
from zoneinfo import ZoneInfo

from flask import current_app

from app.extensions import db
from app.levels.models import COUNTRY, WEEK, TeamHours, stretches_of
from app.lib.clock import now
from app.lib.working import Season, WorkingHours, add_working, working_seconds

__all__ = ["add_working", "always", "current_hours", "working_seconds"]

YEARS_BACK, YEARS_ON = 2, 1
ROW = 1


def current_hours():
    """When the team works, its days off included: one small read."""
    return hours_of(team_hours())


def always():
    """Round the clock, every day."""
    return WorkingHours((((0, 24 * 60),),) * 7, zone())


def team_hours():
    """What the team said; or what stands until it does, with the public holidays that are known."""
    return db.session.get(TeamHours, ROW) or TeamHours(
        id=ROW, week=list(WEEK), country=COUNTRY, off=[], worked=[], seasons=[], holidays={}, holidays_of=""
    )  # fmt: skip


def hours_of(kept):
    off = {date.fromisoformat(day) for day in (*kept.holidays, *kept.off)}
    worked = {date.fromisoformat(day) for day in kept.worked}
    seasons = (
        Season(
            date.fromisoformat(each["first"]),
            date.fromisoformat(each["last"]),
            stretches_of(each["week"]),
        )
        for each in kept.seasons
    )
    return WorkingHours(stretches_of(kept.week), zone(), frozenset(off - worked), tuple(seasons))


def zone():
    return ZoneInfo(current_app.config["TIMEZONE"])


def knows_holidays(kept):
    """Whether the public holidays of these years are kept."""
    return kept.holidays_of == years_of(kept.country)


def years_of(country):
    year = now().year
    return f"{country} {year - YEARS_BACK}-{year + YEARS_ON}"


def public_holidays(country):
    """{"2026-01-01": its name} around this year. Loads a large library: for jobs only."""
    if not country:
        return {}
    import holidays

    year = now().year
    years = range(year - YEARS_BACK, year + YEARS_ON + 1)
    # In one language, from which the pages translate.
    known = holidays.country_holidays(country, years=years, language="en_US")
    return {str(day): name for day, name in sorted(known.items())}
