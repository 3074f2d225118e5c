"""How soon something is due is said in words, with a sign; nobody is told that there is more time than there is."""

from datetime import timedelta

import pytest
from flask_babel import force_locale

from app.levels.models import Due, Level
from app.levels.words import due_sign, due_words, promise_words
from app.lib.clock import now


def due(**left):
    return Due(due_at=now() + timedelta(seconds=1, **left))


@pytest.mark.parametrize(
    ("left", "words", "sign"),
    [
        ({"minutes": 59}, "due in 59 min", "snooze"),
        ({"minutes": 119}, "due in 119 min", "snooze"),
        ({"hours": 3, "minutes": 40}, "due in 3 hr", "snooze"),
        ({"days": 2, "hours": 20}, "due in 2 days", "snooze"),
        ({"minutes": -30}, "late by 29 min", "sign-priority"),
        ({"days": -3}, "late by 2 days", "sign-priority"),
    ],
)
def test_it_is_said_in_whole_units(app, left, words, sign):
    with app.test_request_context():
        assert due_words(due(**left)) == words
        assert due_sign(due(**left))[1] == sign


def test_a_promise_says_whose_hours_it_counts(app):
    with app.test_request_context(), force_locale("en"):
        assert promise_words(Level(minutes=120)) == "2 hours of work"
        assert promise_words(Level(minutes=90, always=True)) == "90 minutes, day and night"
