"""What the worker promises: each task once, later when asked, told when it may not run twice."""

import os

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from app import jobs
from app.extensions import db
from app.jobs import Task, enqueue
from app.lib.clock import ago, later, now
from app.lib.errors import PermanentError, TransientError
from app.lib.transaction import transaction
from workers import living, runner, sweep


@pytest.fixture
def work(monkeypatch):
    """Teach the runner a job for one test: `work(job, function)`."""

    def teach(job, function):
        monkeypatch.setitem(runner.DOES, job.name, function)

    return teach


def asked(job, subject=7, **more):
    with transaction():
        task = enqueue(job, subject, **more)
    return task


def refreshed(task):
    return db.session.scalar(
        select(Task).where(Task.id == task.id).execution_options(populate_existing=True)
    )


def test_a_task_is_done_once_and_then_rests(any_app, work):
    seen = []
    work(jobs.SEND_ESCALATION, seen.append)
    task = asked(jobs.SEND_ESCALATION)

    runner.run_tasks()
    runner.run_tasks()

    assert seen == [7]
    assert refreshed(task).done_at


def test_work_is_asked_for_only_if_the_change_is_kept(any_app):
    with pytest.raises(RuntimeError), transaction():
        enqueue(jobs.SEND_ESCALATION, 7)
        raise RuntimeError

    assert db.session.query(Task).count() == 0
    assert any_app.extensions["sada-bell"].rung == []


def test_a_task_that_is_not_due_waits(any_app, work):
    seen = []
    work(jobs.SEND_ESCALATION, seen.append)
    asked(jobs.SEND_ESCALATION, due_at=later(seconds=10))

    runner.run_tasks()

    assert seen == []


def test_a_passing_trouble_is_tried_later_and_not_before_the_platform_said(any_app, work):
    patience = later(hours=2)

    def busy(subject):
        raise TransientError("too many calls", not_before=patience)

    work(jobs.SEND_ESCALATION, busy)
    task = asked(jobs.SEND_ESCALATION)
    runner.run_tasks()

    task = refreshed(task)
    assert task.waiting and task.claimed_at is None
    assert task.due_at == patience
    assert task.error == "too many calls"


def test_a_busy_database_is_a_passing_trouble(any_app, work):
    def locked(subject):
        raise OperationalError("UPDATE letters", {}, Exception("database is locked"))

    work(jobs.SEND_ESCALATION, locked)
    task = asked(jobs.SEND_ESCALATION)
    runner.run_tasks()

    assert refreshed(task).waiting and refreshed(task).claimed_at is None


def test_after_its_last_try_the_subject_is_told(any_app, work, monkeypatch):
    told = []
    monkeypatch.setitem(runner.GIVES_UP, "send-escalation", lambda *said: told.append(said))

    def away(subject):
        raise TransientError("nobody answers")

    work(jobs.SEND_ESCALATION, away)
    task = asked(jobs.SEND_ESCALATION)
    for _ in range(jobs.SEND_ESCALATION.tries):
        with transaction():
            refreshed(task).due_at = now()
        runner.run_tasks()

    assert refreshed(task).failed_at
    assert told == [(7, "nobody answers")]


def test_a_lasting_failure_is_not_tried_again_and_changes_nothing_else(any_app, work):
    def wrong(subject):
        db.session.add(Task(job="left-over", subject_id=1, due_at=now()))
        db.session.flush()
        raise PermanentError("the page is gone")

    work(jobs.SEND_ESCALATION, wrong)
    task = asked(jobs.SEND_ESCALATION)
    runner.run_tasks()

    assert refreshed(task).error == "the page is gone"
    assert db.session.query(Task).filter_by(job="left-over").count() == 0


def claimed_by_the_dead(job):
    task = asked(job)
    with transaction():
        row = refreshed(task)
        row.claimed_at, row.claimed_by = ago(seconds=1), f"{living.HOST}:999999999:1"
    return task


def test_the_task_of_a_dead_worker_is_given_back(any_app):
    task = claimed_by_the_dead(jobs.SEND_ESCALATION)

    with transaction():
        sweep.release_lost()

    assert refreshed(task).claimed_at is None and refreshed(task).waiting


def test_a_public_answer_of_a_dead_worker_is_never_tried_twice(any_app, monkeypatch):
    told = []
    monkeypatch.setitem(runner.INTERRUPTED, "deliver-reply", told.append)
    task = claimed_by_the_dead(jobs.DELIVER_REPLY)

    with transaction():
        sweep.release_lost()

    assert not refreshed(task).waiting
    assert told == [7]


def claimed_by(name):
    task = asked(jobs.SEND_ESCALATION)
    with transaction():
        row = refreshed(task)
        row.claimed_at, row.claimed_by = ago(hours=5), name
        sweep.release_lost()
    return refreshed(task).claimed_by if refreshed(task).claimed_at else None


def test_the_task_of_a_living_worker_is_left_alone(any_app):
    another = living.name_of(os.getppid())

    assert claimed_by(another) == another


def test_a_worker_that_sweeps_has_left_what_it_once_claimed(any_app):
    assert claimed_by(living.own_name()) is None


def test_a_new_process_under_a_dead_workers_number_is_not_that_worker(any_app):
    assert claimed_by(f"{living.HOST}:{os.getppid()}:1") is None


def test_slow_tasks_give_other_work_its_turn(any_app, work, monkeypatch):
    monkeypatch.setattr(runner, "SLICE_SECONDS", 0)
    seen = []
    work(jobs.SEND_ESCALATION, seen.append)
    asked(jobs.SEND_ESCALATION, 7)
    asked(jobs.SEND_ESCALATION, 8)

    assert runner.run_tasks() is True
    assert seen == [7]
