"""A worker that dies with a reply in its hands: what the next one finds, at each point it can die."""

import pytest
from sqlalchemy.exc import OperationalError

from app.extensions import db
from app.lib.clock import now
from workers import living, replies, runner, sweep


def kinds(comment):
    return [row.kind for row in comment.activities]


def lose_the_worker(answer):
    answer.task.claimed_at, answer.task.claimed_by = now(), f"{living.HOST}:999999:1"
    db.session.commit()
    with sweep.transaction():
        sweep.release_lost()


def test_a_worker_that_dies_before_it_calls_out_leaves_the_reply_to_the_next(
    any_app, answer, village
):
    lose_the_worker(answer)
    runner.run_tasks()

    assert answer.state == "sent"
    assert len(village.done) == 1


def test_a_worker_that_dies_while_it_calls_out_leaves_the_reply_to_a_person(
    any_app, question, answer, village, waiting
):
    answer.state = "sending"
    lose_the_worker(answer)
    runner.run_tasks()

    assert (answer.state, village.done, waiting()) == ("unsure", [], [])
    assert question.status == "open"
    assert kinds(question) == ["replied", "reply-unsure"]


def test_a_worker_that_dies_after_all_is_kept_leaves_nothing_to_do(any_app, answer, village):
    replies.deliver_reply(answer.id)
    lose_the_worker(answer)
    runner.run_tasks()

    assert answer.state == "sent"
    assert len(village.done) == 1


def busy_database(*args):
    raise OperationalError("UPDATE replies", {}, Exception("database is locked"))


def test_an_answer_of_which_nothing_at_all_could_be_kept_is_found_by_the_sweep(
    any_app, answer, village, monkeypatch
):
    with monkeypatch.context() as busy:
        busy.setattr(replies.delivery, "arrived", busy_database)
        busy.setitem(runner.GIVES_UP, "deliver-reply", busy_database)
        with pytest.raises(OperationalError):
            runner.run_tasks()
    with sweep.transaction():
        sweep.release_lost()

    assert len(village.done) == 1
    assert answer.state == "unsure"
