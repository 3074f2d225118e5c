"""The hours of a team: what lies between two moments, and what comes after so many."""

from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from app.lib.working import (
    Season,
    WorkingHours,
    add_working,
    read_stretches,
    working_seconds,
    write_stretches,
)

TUNIS, PARIS = ZoneInfo("Africa/Tunis"), ZoneInfo("Europe/Paris")
NINE_TO_FIVE = tuple(read_stretches("9-12:00, 13h-17:00") for _ in range(5)) + ((), ())
HOURS = WorkingHours(NINE_TO_FIVE, TUNIS, frozenset({date(2026, 1, 14)}))
HOUR = 3600


def at(text, zone=TUNIS):
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-11-23T09:00", "2026-11-23T10:30", 1.5),
        ("2026-11-23T11:00", "2026-11-23T14:00", 2),  # across lunch
        ("2026-11-20T16:00", "2026-11-23T10:00", 2),  # across a weekend
        ("2026-11-21T09:00", "2026-11-22T20:00", 0),
        ("2026-01-13T16:00", "2026-01-15T10:00", 2),  # across a public holiday
        ("2025-12-31T16:00", "2026-01-01T10:00", 2),  # across a year
        ("2024-01-01T00:00", "2026-01-01T00:00", 7 * (262 + 261)),
    ],
)
def test_only_worked_hours_count(start, end, hours):
    assert working_seconds(at(start), at(end), HOURS) == hours * HOUR
    assert working_seconds(at(end), at(start), HOURS) == -hours * HOUR


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-11-23T09:00", 2, "2026-11-23T11:00"),
        ("2026-11-23T09:00", 3, "2026-11-23T12:00"),
        ("2026-11-23T11:30", 1, "2026-11-23T13:30"),
        ("2026-11-20T16:30", 1, "2026-11-23T09:30"),
        ("2026-11-21T03:00", 2, "2026-11-23T11:00"),
        ("2026-01-13T16:00", 24, "2026-01-20T11:00"),
    ],
)
def test_what_is_due_is_due_in_worked_hours(start, hours, end):
    assert add_working(at(start), hours * HOUR, HOURS) == at(end)


def test_other_hours_hold_in_ramadan_and_end_with_it():
    ramadan = Season(
        date(2026, 2, 18), date(2026, 3, 19), (read_stretches("8:30-14:30"),) * 5 + ((), ())
    )
    hours = WorkingHours(NINE_TO_FIVE, TUNIS, seasons=(ramadan,))
    assert working_seconds(at("2026-02-17T00:00"), at("2026-02-18T00:00"), hours) == 7 * HOUR
    assert working_seconds(at("2026-02-18T00:00"), at("2026-02-19T00:00"), hours) == 6 * HOUR
    assert working_seconds(at("2026-03-19T00:00"), at("2026-03-20T00:00"), hours) == 6 * HOUR
    assert working_seconds(at("2026-03-20T00:00"), at("2026-03-21T00:00"), hours) == 7 * HOUR


def test_a_day_without_a_break_is_a_day_even_when_the_clocks_change():
    nights = WorkingHours((((0, 24 * 60),),) * 7, PARIS)
    assert (
        working_seconds(at("2026-03-29T00:00", PARIS), at("2026-03-30T00:00", PARIS), nights)
        == 23 * HOUR
    )
    start = datetime(2026, 3, 28, 23, tzinfo=UTC)
    assert add_working(start, 30 * HOUR, nights) == start + timedelta(hours=30)


def test_adding_and_counting_agree():
    random, start = Random(7), at("2026-01-01T00:00")
    for _ in range(300):
        from_ = start + timedelta(minutes=random.randrange(400 * 24 * 60))
        seconds = random.randrange(1, 200 * HOUR)
        assert working_seconds(from_, add_working(from_, seconds, HOURS), HOURS) == seconds


def test_a_team_that_never_works_still_has_a_moment():
    never = WorkingHours(((),) * 7, TUNIS)
    assert add_working(at("2026-01-01T00:00"), HOUR, never) == at("2026-01-01T01:00")


def test_hours_are_read_as_they_are_written():
    assert read_stretches("8:30 – 12, 13h-17h45") == ((510, 720), (780, 1065))
    assert write_stretches(read_stretches("8h30-12, 13-24")) == "8:30-12:00, 13:00-24:00"
    assert read_stretches("") == ()


@pytest.mark.parametrize("typed", ["9", "12-9", "9-25", "9-12, 11-13", "9-12:75", "matin"])
def test_hours_that_cannot_be_are_refused(typed):
    with pytest.raises(ValueError):
        read_stretches(typed)
