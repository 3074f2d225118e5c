"""What "later" means at different moments of a week in Tunis."""

from datetime import UTC, datetime

import pytest

from app.comments.acts.moments import moments


def offered(app, text):
    app.config["TIMEZONE"] = "Africa/Tunis"
    found = moments(datetime.fromisoformat(text).replace(tzinfo=UTC))
    return {name: at.astimezone(UTC).strftime("%a %d %H:%M") for name, (_, at) in found.items()}


@pytest.mark.parametrize(
    ("utc", "meant"),
    [
        (  # a Wednesday, 10:50 in Tunis
            "2026-11-25 09:50",
            {"later": "Wed 25 12:00", "tomorrow": "Thu 26 08:00", "monday": "Mon 30 08:00"},
        ),
        ("2026-11-25 19:00", {"tomorrow": "Thu 26 08:00", "monday": "Mon 30 08:00"}),
        # Tuesday already in Tunis while it is Monday in UTC
        (
            "2026-11-23 23:30",
            {"later": "Tue 24 02:00", "tomorrow": "Wed 25 08:00", "monday": "Mon 30 08:00"},
        ),
        (
            "2026-11-29 10:00",
            {"later": "Sun 29 13:00", "tomorrow": "Mon 30 08:00", "monday": "Mon 30 08:00"},
        ),
    ],
)
def test_moments_are_those_of_the_teams_own_clock(app, utc, meant):
    assert offered(app, utc) == meant
