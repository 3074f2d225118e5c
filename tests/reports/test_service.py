"""The report on service tells times in hours of work as well: a night and a Sunday are not waited."""

from datetime import datetime, timedelta

from app.extensions import db
from app.levels.hours import current_hours, working_seconds
from app.levels.models import TeamHours
from app.lib.clock import UTC
from app.reports.making import document
from app.reports.period import calendar, zone_of_team
from tests import cast

FRIDAY = datetime(2026, 10, 9, 15, 0, tzinfo=UTC)


def figures():
    month = calendar("month", FRIDAY.date(), zone_of_team())
    service = document("service", month, locale="en")
    block = next(block for block in service.blocks if block.key == "first-answer")
    return {
        figure.title: figure.value for figure in block.figures if "median" in figure.title.lower()
    }


def test_what_is_answered_on_monday_waited_no_weekend(app, leila):
    channel, after = cast.channel(), timedelta(days=2, hours=18)
    cast.comment(channel, created_at=FRIDAY, answered_at=FRIDAY + after)
    db.session.commit()

    passed, worked = figures().values()

    assert passed == after.total_seconds()
    assert worked == working_seconds(FRIDAY, FRIDAY + after, current_hours()) < passed / 2


def test_other_hours_of_work_are_counted_from_the_next_look_on(app, leila):
    cast.comment(cast.channel(), created_at=FRIDAY, answered_at=FRIDAY + timedelta(days=3))
    db.session.commit()
    before = list(figures().values())[1]

    db.session.add(
        TeamHours(
            id=1, week=["9:00-10:00"] * 5 + ["", ""], country="TN", off=[], worked=[], seasons=[], holidays={}, holidays_of="",
        )
    )  # fmt: skip
    db.session.commit()

    assert list(figures().values())[1] < before
