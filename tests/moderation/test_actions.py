"""Hiding a comment and showing it again."""

import pytest

from app.comments.undo import undo
from app.connectors.contract import Sent
from app.extensions import db
from app.jobs import Task
from app.lib.clock import now
from app.lib.errors import Changed, PermanentError, Refused, TransientError, Unsure
from app.moderation.actions import hide, unhide
from app.moderation.models import Measure
from app.moderation.queries import measure_on
from workers import moderation, runner


@pytest.fixture
def at_once(the_app):
    """No undo window."""
    the_app.config["UNDO_SECONDS"] = 0


def kinds(comment):
    return [row.kind for row in comment.activities]


def test_hiding_leaves_the_queue_now_and_the_platform_after_the_undo_window(
    any_app, question, leila, waiting, village
):
    hide(question, by=leila, reason="insultes")
    db.session.commit()
    runner.run_tasks()

    measure = measure_on(question)
    assert (question.state, question.status) == ("hidden", "done")
    assert (measure.kind, measure.state, measure.reason) == ("hide", "waiting", "insultes")
    assert waiting() == [("deliver-measure", measure.id)]
    assert village.done == []
    assert question.author.hidden == 1


def test_the_platform_hides_it(any_app, question, leila, village, at_once):
    hide(question, by=leila)
    db.session.commit()
    runner.run_tasks()

    assert village.done == [("hide", question.platform_id)]
    assert measure_on(question).state == "done"
    assert kinds(question) == ["hidden", "measure-done"]


def test_hiding_what_is_gone_over_there_finds_that_out(
    app, question, leila, village, at_once, monkeypatch
):
    monkeypatch.setattr(village, "hide", lambda self, comment: Sent(state="gone"))
    hide(question, by=leila)
    db.session.commit()
    runner.run_tasks()

    assert (measure_on(question).state, question.state) == ("done", "gone")


def test_what_the_platform_cannot_do_is_done_here_and_says_so(any_app, notice, leila, waiting):
    activity = hide(notice, by=leila)
    db.session.commit()

    assert (notice.state, notice.status) == ("hidden", "done")
    assert measure_on(notice).state == "here"
    assert activity.details["here"] is True
    assert waiting() == []


def test_a_comment_that_may_not_be_hidden_by_itself_is_hidden_here(app, question, leila):
    question.can_hide = False
    hide(question, by=leila)

    assert measure_on(question).state == "here"


def test_taking_it_back_in_time_never_tells_the_platform(
    any_app, question, leila, village, waiting
):
    activity = hide(question, by=leila)
    db.session.commit()
    undo(activity.id, by=leila)
    db.session.commit()

    assert (question.state, question.status, waiting()) == ("visible", "open", [])
    assert measure_on(question) is None
    assert question.author.hidden == 0


def test_what_the_platform_did_is_taken_back_by_doing_it_the_other_way(
    app, question, leila, village, at_once
):
    activity = hide(question, by=leila)
    db.session.commit()
    runner.run_tasks()

    back = undo(activity.id, by=leila)
    db.session.commit()
    runner.run_tasks()
    assert (back.kind, back.details["undo_of"]) == ("unhidden", activity.id)
    assert activity.undone_at
    assert [act for act, _ in village.done] == ["hide", "unhide"]
    assert (question.state, question.status, question.author.hidden) == ("visible", "open", 0)


def test_showing_what_has_not_been_hidden_yet_tells_the_platform_nothing(
    any_app, question, leila, village, waiting
):
    hide(question, by=leila)
    unhide(question, by=leila)
    db.session.commit()

    assert waiting() == []
    assert question.state == "visible"
    assert db.session.query(Measure).one().state == "taken-back"


def test_hidden_here_and_shown_here(app, notice, leila, waiting):
    hide(notice, by=leila)
    activity = unhide(notice, by=leila)
    assert (notice.state, waiting()) == ("visible", [])

    undo(activity.id, by=leila)
    assert notice.state == "hidden"


@pytest.mark.parametrize("state", ["deleted", "gone", "hidden"])
def test_what_is_hidden_or_gone_is_not_hidden(app, question, leila, state):
    question.state = state

    with pytest.raises(Refused):
        hide(question, by=leila)
    assert question.author.hidden == 0


def test_what_is_not_hidden_is_not_shown(app, question, leila):
    with pytest.raises(Refused):
        unhide(question, by=leila)


def test_a_hide_that_failed_says_why_and_the_comment_comes_back(
    any_app, question, leila, village, at_once
):
    village.fails.append(PermanentError("Permission is missing."))
    hide(question, by=leila)
    db.session.commit()
    runner.run_tasks()

    measure = measure_on(question)
    assert (measure.state, measure.failure) == ("failed", "Permission is missing.")
    assert (question.state, question.status, question.author.hidden) == ("visible", "open", 0)
    assert kinds(question) == ["hidden", "measure-failed"]


@pytest.mark.parametrize("error", [TransientError("Busy."), Unsure("?"), TimeoutError("late")])
def test_hiding_is_tried_again_until_it_is_done(any_app, question, leila, village, at_once, error):
    village.fails.append(error)
    hide(question, by=leila)
    db.session.commit()
    runner.run_tasks()
    assert measure_on(question).state == "waiting"

    db.session.query(Task).update({"due_at": now()})
    db.session.commit()
    runner.run_tasks()
    assert village.done == [("hide", question.platform_id)]
    assert measure_on(question).state == "done"


def test_a_late_hide_does_not_undo_a_newer_unhide(any_app, question, leila, village, at_once):
    village.fails.append(TransientError("Busy."))
    hide(question, by=leila)
    db.session.commit()
    runner.run_tasks()
    first = measure_on(question)
    first.state = "sending"
    unhide(question, by=leila)
    db.session.commit()
    runner.run_tasks()

    moderation.deliver_measure(first.id)
    assert [act for act, _ in village.done] == ["unhide"]
    assert question.state == "visible"


def test_a_worker_that_died_midway_leaves_the_hide_to_the_next(
    app, question, leila, village, at_once
):
    hide(question, by=leila)
    measure_on(question).state = "sending"
    db.session.commit()
    runner.run_tasks()

    assert village.done == [("hide", question.platform_id)]
    assert measure_on(question).state == "done"


def test_what_somebody_did_since_stands_in_the_way_of_an_undo(app, question, leila, nadia):
    from app.comments.actions import reopen

    activity = hide(question, by=leila)
    reopen(question, by=nadia)
    db.session.commit()

    with pytest.raises(Changed):
        undo(activity.id, by=leila)
    db.session.rollback()
    assert measure_on(question).state == "waiting"
