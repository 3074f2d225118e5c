"""What is done to many is done to each as if it were alone, on its own trail; and one click takes all of it back."""

from datetime import timedelta

import pytest
from sqlalchemy import event

from app import jobs
from app.batches import slices
from app.batches.actions import act, take_back
from app.batches.choosing import choose, choose_all, forget
from app.batches.models import Batch, BatchComment
from app.classifier.learning.models import Example
from app.comments.activity import Kind
from app.comments.models import Author, Comment
from app.comments.queries import history_of
from app.extensions import db
from app.lib.clock import ago, later
from app.lib.errors import Refused
from app.lib.transaction import transaction
from app.moderation.actions import hide, unhide
from app.replies.models import Reply
from app.search.query import Query
from tests import cast
from tests.batches.conftest import do, undo, work

TOMORROW = later(days=1).isoformat()
VERBS = [
    ("done", {}, lambda c: c.status == "done" and c.resolved_at),
    ("spam", {}, lambda c: c.is_spam and c.status == "done"),
    ("tag", {"names": ["eau", "à suivre"]}, lambda c: len(c.taggings) == 2),
    ("snooze", {"until": TOMORROW}, lambda c: c.status == "snoozed" and c.snoozed_until),
    ("hide", {"why": "insult"}, lambda c: c.state == "hidden" and c.status == "done"),
]


@pytest.mark.parametrize(("kind", "details", "shows"), VERBS, ids=[v[0] for v in VERBS])
def test_every_verb_reaches_all_and_is_taken_back_from_all(
    any_app, some, leila, kind, details, shows
):
    done = do(some, kind, leila, **details)
    assert all(shows(comment) for comment in some)
    assert [comment.version for comment in some] == [2] * 5
    assert (done.done, done.refused, done.under_way) == (5, 0, False)
    for comment in some:
        activity = history_of(comment)[0]
        assert (activity.by, activity.details["batch"]["id"]) == (leila, done.id)

    undo(done, leila)
    assert not any(shows(comment) for comment in some)
    assert [(c.status, c.state, c.is_spam) for c in some] == [("open", "visible", False)] * 5
    assert (done.back, done.kept, done.under_way) == (5, 0, False)
    assert all(history_of(comment)[1].undone_at for comment in some)


def test_they_become_somebodys_and_are_given_back_to_whom_they_were(any_app, some, leila, nadia):
    some[0].assignee_id = nadia.id
    db.session.commit()
    done = do(some, "assign", leila, to_id=leila.id)
    assert {comment.assignee for comment in some} == {leila}

    undo(done, leila)
    assert [comment.assignee for comment in some] == [nadia, None, None, None, None]
    assert history_of(some[0])[0].details["to"] == "Nadia"


def test_each_is_told_to_the_platform_and_shown_again_there(any_app, villagers, leila, village):
    done = do(villagers, "hide", leila)
    work(later=True)
    assert sorted(what for what, _ in village.done) == ["hide"] * 3

    undo(done, leila)
    work(later=True)
    assert sorted(what for what, _ in village.done) == ["hide"] * 3 + ["unhide"] * 3
    assert [(c.state, c.status) for c in villagers] == [("visible", "open")] * 3
    assert [row.hidden for row in db.session.query(Author)] == [0] * 3
    assert done.back == 3


def test_what_has_not_left_is_not_told_to_the_platform_at_all(any_app, villagers, leila, village):
    done = do(villagers, "hide", leila)
    assert [row.hidden for row in db.session.query(Author)] == [1] * 3
    undo(done, leila)
    work(later=True)

    assert village.done == []
    assert [row.hidden for row in db.session.query(Author)] == [0] * 3


def test_each_gets_a_reply_of_its_own_that_leaves_after_the_undo_window(
    any_app, villagers, leila, village, waiting
):
    done = do(villagers, "reply", leila, text="Merci, nous regardons.")
    assert {job for job, _ in waiting()} == {"deliver-reply"}
    work(later=True)
    assert sorted(what for what, *_ in village.done) == ["reply"] * 3
    assert db.session.query(Reply).filter_by(state="sent").count() == 3

    undo(done, leila)
    assert (done.back, done.kept) == (0, 3)
    kept = db.session.query(BatchComment).first()
    assert kept.reason == "This reply has already left."


def test_all_are_handed_on_and_withdrawn_again(any_app, some, leila, nadia):
    done = do(some, "escalate", leila, to_id=nadia.id, reason="Accusations")
    assert all(comment.escalations[0].is_open for comment in some)
    undo(done, leila)
    assert not any(comment.escalations[0].is_open for comment in some)


def test_what_cannot_be_done_is_left_alone_and_says_why(any_app, some, leila, nadia):
    hide(some[2], by=nadia)
    db.session.commit()
    done = do(some, "hide", leila)

    assert (done.done, done.refused) == (4, 1)
    refused = db.session.query(BatchComment).filter_by(state="refused").one()
    assert (refused.comment_id, refused.reason) == (some[2].id, "This comment is already hidden.")
    undo(done, leila)
    assert [comment.state for comment in some].index("hidden") == 2


def test_taking_back_leaves_alone_what_somebody_changed_since(any_app, some, leila, nadia):
    done = do(some, "hide", leila)
    unhide(some[1], by=nadia)
    hide(some[1], by=nadia, reason="Je confirme")
    db.session.commit()
    undo(done, leila)

    assert some[1].state == "hidden"
    assert (done.back, done.kept) == (4, 1)
    assert {comment.state for comment in some if comment is not some[1]} == {"visible"}


def test_what_arrives_meanwhile_is_not_swept_in(any_app, some, page, leila):
    with transaction():
        batch = choose_all(Query.of("is:open"), by=leila)
    late = cast.comment(page, "Trop tard")
    with transaction():
        act(batch, "done", by=leila)
    db.session.expire_all()

    assert {comment.status for comment in some} == {"done"}
    assert (batch.count, late.status) == (5, "open")


def test_the_classifier_learns_nothing_from_a_bulk_act(any_app, villagers, leila, village):
    done = do(villagers, "hide", leila, why="insult")
    work(later=True)
    undo(done, leila)
    do(villagers, "spam", leila)
    do(villagers, "reply", leila, text="Merci.")

    assert db.session.query(Example).count() == 0


@pytest.fixture
def crowd(page):
    return [cast.comment(page, f"Foule {n}") for n in range(12)]


def test_a_great_many_are_done_in_slices_and_a_killed_worker_does_nothing_twice(
    any_app, crowd, leila, waiting, monkeypatch
):
    monkeypatch.setattr("app.batches.actions.AT_ONCE", 3)
    monkeypatch.setattr("app.batches.slices.SLICE", 4)
    done = do(crowd, "tag", leila, names=["eau"])
    assert (done.done, done.under_way) == (3, True)
    assert waiting() == [("act-on-batch", done.id)]

    keep, calls = slices.keep, []

    def dies(batch, found):
        calls.append(1)
        if len(calls) == 3:
            raise SystemExit  # as if the power went, before the second slice of the job is kept
        keep(batch, found)

    monkeypatch.setattr(slices, "keep", dies)
    with pytest.raises(SystemExit):
        slices.take_turn(done.id)
    monkeypatch.setattr(slices, "keep", keep)
    work()
    assert [len(comment.taggings) for comment in crowd] == [1] * 12
    assert [len(comment.activities) for comment in crowd] == [1] * 12
    assert (done.done, done.under_way) == (12, False)


def test_taking_back_an_act_that_is_under_way_ends_it(any_app, crowd, leila, monkeypatch):
    monkeypatch.setattr("app.batches.actions.AT_ONCE", 3)
    done = do(crowd, "done", leila)
    undo(done, leila)
    work()

    assert {comment.status for comment in crowd} == {"open"}
    assert sum(len(comment.activities) for comment in crowd) == 6
    assert (done.done, done.back, done.under_way) == (3, 3, False)


@pytest.mark.parametrize("kind", ["done", "tag", "hide"])
def test_a_slice_asks_as_much_for_many_as_for_few(any_app, page, leila, kind):
    details = {"names": ["eau"]} if kind == "tag" else {}
    few = [cast.comment(page, f"Peu {n}").id for n in range(3)]
    many = [cast.comment(page, f"Beaucoup {n}").id for n in range(60)]
    asked = [statements_of(numbers, kind, leila, details) for numbers in (few, many)]

    assert asked[1] <= asked[0] <= 25


def statements_of(numbers, kind, by, details):
    said = []

    def hear(connection, cursor, statement, *more):
        said.append(statement)

    event.listen(db.engine, "before_cursor_execute", hear)
    try:
        with transaction():
            act(choose(numbers, by=by), kind, by=by, **details)
    finally:
        event.remove(db.engine, "before_cursor_execute", hear)
    return len(said)


def test_only_ones_own_act_is_taken_back_or_a_lead_anybodys(any_app, some, leila, nadia):
    done = do(some, "done", leila)
    rania = cast.person("Rania", "moderator")
    with pytest.raises(Refused):
        take_back(done, by=rania)
    take_back(done, by=nadia)
    with pytest.raises(Refused):
        take_back(done, by=nadia)


def test_what_leaves_once_for_each_is_done_to_fewer_at_once(app, page, leila, nadia):
    many = [cast.comment(page, f"Beaucoup {n}") for n in range(51)]
    with pytest.raises(Refused, match="50 comments at once, and 51"):
        do(many, "escalate", leila, to_id=nadia.id, reason="Accusations")


def test_a_moment_that_has_passed_stops_nobody_in_the_middle(app, some, leila):
    done = do(some, "snooze", leila, until=ago(hours=1).isoformat())

    assert (done.done, done.refused, done.under_way) == (0, 5, False)
    assert {comment.status for comment in some} == {"open"}


def test_a_deleted_comment_leaves_the_others(any_app, some, leila):
    done = do(some, "done", leila)
    db.session.delete(db.session.get(Comment, some[4].id))
    db.session.commit()
    undo(done, leila)

    assert [comment.status for comment in some[:4]] == ["open"] * 4


def test_what_was_chosen_for_nothing_is_let_go(any_app, some, leila):
    kept = do(some[:1], "done", leila)
    choose([one.id for one in some], by=leila)
    db.session.query(Batch).update({"at": ago(days=2)})
    db.session.commit()
    with transaction():
        forget()

    assert db.session.query(Batch.id).all() == [(kept.id,)]
    assert db.session.query(BatchComment).count() == 1


def test_nothing_chosen_is_said(app, leila):
    with pytest.raises(Refused):
        choose([1, 2], by=leila)


def test_the_undo_of_each_says_what_it_took_back(any_app, some, leila):
    done = do(some, "done", leila)
    undo(done, leila)
    back, there = history_of(some[0])[:2]

    assert (back.kind, back.details["undo_of"]) == (Kind.REOPENED, there.id)
    assert there.undone_at - there.at < timedelta(minutes=1)
    assert jobs.ACT_ON_BATCH.repeatable
