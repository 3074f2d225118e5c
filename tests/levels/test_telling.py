"""Before a promise breaks its people are told, once and in one letter; a promise that changes holds for what waits already."""

from datetime import timedelta

import pytest

from app import jobs
from app.comments.actions import assign
from app.extensions import db
from app.jobs import Task
from app.levels.models import Level, Recounting, TeamHours
from app.levels.queries import due_soon
from app.lib.clock import ago, now
from app.lib.transaction import transaction
from app.notices.queries import notices_of
from app.notices.words import sentence
from app.search.query import Query
from app.search.sql import select_ids
from app.timing import recounting
from app.timing.actions import make_level, put_away
from tests import cast
from tests.levels.conftest import dues, look
from workers import levels as work
from workers.notices import tell_of_notices

SAID = {"query": "eau", "minutes": 120, "warn_minutes": 60, "always": True}


def lines(user):
    return [sentence(one) for one in notices_of(user).rows]


def tick():
    db.session.rollback()
    while work.look_at_dues():
        pass
    db.session.expire_all()


def test_the_assignee_or_the_leads_are_told_once_of_all_that_comes_near(
    any_app, level, arrive, leila, nadia
):
    from app.letters.models import Letter

    level("Eau", "eau", 2, always=True, warn_minutes=60)
    level("Tout", "is:open", 3, always=True, warn_minutes=150)
    db.session.add(TeamHours(id=1, holidays_of=work.team_hours().holidays_of))
    mine, other, *rest = [arrive("eau", received_at=ago(minutes=90 + n)) for n in range(4)]
    early = arrive("eau", received_at=ago(minutes=5))
    with transaction():
        assign(mine, by=nadia, to=leila)
    tick()

    assert "1 comment is due soon, or late" in lines(leila)
    assert lines(nadia) == ["3 comments are due soon, or late"]
    tick()
    assert lines(nadia) == ["3 comments are due soon, or late"], "nobody is told twice"
    assert dues(early)["Eau"].warn_at is not None
    letters = db.session.query(Task).filter_by(job=jobs.TELL_OF_NOTICES.name, subject_id=nadia.id)
    assert letters.count() == 1
    with transaction():
        tell_of_notices(nadia.id)
    (letter,) = db.session.query(Letter)
    assert "3 comments" in letter.text and "/due" in letter.text and "eau" not in letter.text


def test_a_new_level_looks_at_what_waits_already_in_slices(
    any_app, page, leila, nadia, monkeypatch
):
    monkeypatch.setattr(recounting, "AT_ONCE", 2)
    some = [cast.comment(page, "eau", received_at=ago(minutes=n)) for n in range(5)]
    done = cast.comment(page, "eau", status="done")
    look()
    with transaction():
        level = make_level("Eau", by=nadia, **SAID)
    (task,) = db.session.query(Task).filter_by(job=jobs.RECOUNT_DUES.name)
    turns = 0
    while True:
        turns += 1
        with transaction():
            if work.recount_dues(task.subject_id) is None:
                break
    assert turns == 3 and db.session.get(Recounting, task.subject_id).seen == 5
    assert set(select_ids(Query.of("due:any"))) == {one.id for one in some}
    assert dues(done) == {}
    kept = db.session.get(TeamHours, 1)
    assert kept.holidays["2026-03-20"] and kept.country == "TN"

    with transaction():
        put_away(db.session.get(Level, level.id))
    with transaction():
        work.recount_dues(db.session.query(Recounting.id).order_by(Recounting.id.desc()).first()[0])
    assert select_ids(Query.of("due:any")) == []


@pytest.mark.parametrize("whose", ["everybody", "mine", "nobody"])
def test_due_soon_lists_each_comment_once_the_first_due_first(
    any_app, level, arrive, leila, whose, monkeypatch
):
    monkeypatch.setattr("app.levels.queries.PAGE", 1)
    level("Eau", "eau", 2, always=True)
    level("Tout", "is:open", 2, always=True)
    came = now() - timedelta(hours=1)
    some = [
        arrive("eau", received_at=came, assignee_id=leila.id if n % 2 else None) for n in range(4)
    ]
    late = arrive("merci", received_at=ago(hours=9))
    wanted = [late.id, *(one.id for one in some)]
    wanted = {"everybody": wanted, "mine": wanted[2::2], "nobody": [late.id, wanted[1], wanted[3]]}

    found, after = [], None
    while rows := due_soon(leila, whose, after):
        found.append(rows[0].comment_id)
        after = tuple(rows[0])
    assert found == wanted[whose]
