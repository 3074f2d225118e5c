"""A comment is due by every level that finds it, until it is answered or decided; what is done to hundreds costs few statements."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event

from app.comments.actions import assign, reopen, resolve
from app.comments.lots import Lot
from app.comments.many import VERBS
from app.comments.undo import undo
from app.extensions import db
from app.levels.hours import current_hours
from app.levels.models import TeamHours
from app.lib.clock import ago, now
from app.lib.transaction import transaction
from app.lib.working import add_working
from app.search.matches import matches
from app.search.query import Query
from app.search.sql import select_ids
from app.tags.actions import tag, untag
from tests import cast
from tests.levels.conftest import dues

WATER = "L'eau est coupée à Sidi Khiar"


def found(text):
    return select_ids(Query.of(text))


def do(act, *args, **more):
    with transaction():
        return act(*args, **more)


def test_a_comment_is_due_by_each_level_that_finds_it_in_the_hours_of_the_team(
    any_app, level, arrive
):
    level("Eau", "eau", 4)
    level("Tout", "is:open", 24)
    level("Nuit", "coupée", 2, always=True)
    level("Éteint", "eau", 1, on=False)
    came = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)  # a Friday, half an hour before they leave
    comment = arrive(WATER, received_at=came)
    other = arrive("merci", received_at=came)

    kept = dues(comment)
    assert {name: due.due_at for name, due in kept.items()} == {
        "Eau": datetime(2026, 11, 23, 10, 30, tzinfo=UTC),
        "Tout": add_working(came, 24 * 3600, current_hours()),
        "Nuit": came + timedelta(hours=2),
    }
    assert kept["Eau"].warn_at == datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
    assert set(dues(other)) == {"Tout"}


def test_late_and_due_soon_are_words_of_the_search(any_app, level, arrive):
    level("Eau", "eau", 2, always=True)
    level("Sidi", "sidi", 9, always=True)
    late, soon, later, never = (
        arrive(WATER, received_at=ago(hours=3)),
        arrive("eau", received_at=ago(hours=1)),
        arrive("sidi", received_at=ago(hours=1)),
        arrive("merci"),
    )
    for text, wanted in {
        "is:late": [late],
        "is:open due:<90min": [soon, late],
        "due:2h": [soon, late],
        "due:>2h": [later],
        "due:any": [later, soon, late],
        "is:open -due:any": [never],
    }.items():
        assert sorted(found(text)) == sorted(one.id for one in wanted), text
        met = [c for c in (late, soon, later, never) if matches(Query.of(text), c)]
        assert {c.id for c in met} == {c.id for c in wanted}, text


def test_an_answer_or_a_decision_keeps_it_and_taking_that_back_makes_it_wait_again(
    any_app, level, arrive, leila
):
    level("Eau", "eau", 2, always=True)
    comment = arrive(WATER, received_at=ago(minutes=90))
    before = dues(comment)["Eau"].due_at
    activity = do(resolve, comment, by=leila)

    kept = dues(comment)["Eau"]
    assert (kept.waits, kept.late, kept.took) == (False, False, 90)
    assert found("due:any") == []
    do(undo, activity.id, by=leila)
    again = dues(comment)["Eau"]
    assert (again.waits, again.due_at, again.took) == (True, before, None)


def test_what_is_opened_again_counts_from_then(any_app, level, arrive, leila):
    level("Eau", "eau", 2, always=True)
    comment = arrive(WATER, received_at=ago(days=3))
    do(resolve, comment, by=leila)
    assert dues(comment)["Eau"].late
    do(reopen, comment, by=leila)
    assert now() < dues(comment)["Eau"].due_at <= now() + timedelta(hours=2)
    do(assign, comment, by=leila, to=leila)
    assert now() < dues(comment)["Eau"].due_at, "another act counts nothing anew"


def test_a_comment_that_no_longer_meets_a_level_is_no_longer_due(any_app, level, arrive, leila):
    level("Marqué", "tag:eau", 2)
    comment = arrive("merci")
    assert dues(comment) == {}
    do(tag, comment, ["eau"], by=leila)
    assert set(dues(comment)) == {"Marqué"}
    do(untag, comment, [comment.taggings[0].tag], by=leila)
    assert dues(comment) == {}


def test_our_own_words_and_archives_promise_nothing(app, level, arrive):
    level("Tout", "is:open OR is:ours", 2)
    assert dues(arrive(WATER, by_us=True)) == {}
    assert dues(arrive(WATER, created_at=ago(days=90), received_at=now())) == {}


@pytest.mark.parametrize("many", [3, 30])
def test_what_is_done_to_many_is_looked_at_once(any_app, level, page, leila, many):
    from tests.levels.conftest import look

    level("Tout", "is:open -tag:vu", 2)
    some = [cast.comment(page, WATER, received_at=ago(minutes=5)) for _ in range(many)]
    numbers, statements = [c.id for c in some], []
    look()
    event.listen(db.engine, "before_cursor_execute", lambda c, cur, s, *rest: statements.append(s))
    with transaction():
        VERBS["done"].lot(Lot(numbers, by=leila))
    assert found("due:any") == []
    assert len([s for s in statements if "dues" in s]) <= 6


def test_the_days_off_are_those_of_the_team(app):
    db.session.add(TeamHours(id=1, off=["2026-11-23"], holidays={"2026-01-14": "Révolution", "2026-11-24": "x"},
                             worked=["2026-11-24"],
                             seasons=[{"name": "Ramadan", "first": "2026-11-25", "last": "2026-11-30", "week": ["10-11"] * 7}]))  # fmt: skip
    db.session.commit()
    hours = current_hours()
    monday = datetime(2026, 11, 23, 7, tzinfo=UTC)
    assert add_working(monday, 3600, hours) == datetime(2026, 11, 24, 8, tzinfo=UTC)
    assert add_working(monday, 10 * 3600, hours) == datetime(2026, 11, 25, 10, tzinfo=UTC)
