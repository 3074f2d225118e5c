"""How replies leave: each once, or a person is told."""

import pytest
from sqlalchemy.exc import OperationalError

from app import jobs
from app.extensions import db
from app.jobs import Task
from app.lib.clock import ago, later, now
from app.lib.errors import PermanentError, Refused, TransientError, Unsure
from app.replies.actions import reply
from workers import replies, runner


def kinds(comment):
    return [row.kind for row in comment.activities]


def test_a_reply_arrives_and_the_comment_is_answered(any_app, question, answer, village):
    runner.run_tasks()

    assert village.done == [("reply", question.platform_id, "Demain matin.")]
    assert (answer.state, answer.platform_id) == ("sent", "v-1")
    assert question.answered_at == answer.sent_at
    assert question.status == "done"
    assert kinds(question) == ["replied", "reply-sent"]


def test_nothing_leaves_before_its_undo_window_is_over(app, question, leila, village):
    reply(question, "Demain matin.", by=leila)
    db.session.commit()
    runner.run_tasks()

    assert village.done == []


def test_the_first_answer_is_the_one_that_counts_for_the_time_to_answer(
    app, question, answer, village
):
    first = question.answered_at = ago(hours=1)
    db.session.commit()
    runner.run_tasks()

    assert question.answered_at == first


def test_it_is_known_to_be_leaving_before_the_platform_is_called(
    any_app, answer, village, monkeypatch
):
    def look(self, comment, text, *, reply_id):
        from sqlalchemy import create_engine, text

        # Another process sees the reply as "sending", and may write meanwhile.
        with create_engine(any_app.config["SQLALCHEMY_DATABASE_URI"]).begin() as link:
            seen.append(link.execute(text("SELECT state FROM replies")).scalar())
            link.execute(text("UPDATE comments SET is_spam = is_spam"))
        return original(self, comment, text, reply_id=reply_id)

    seen, original = [], village.reply
    monkeypatch.setattr(village, "reply", look)
    runner.run_tasks()

    assert seen == ["sending"]
    assert answer.state == "sent"


@pytest.mark.parametrize("error", [PermanentError("The token expired."), Refused("Too rude.")])
def test_a_reply_that_failed_says_why_and_its_comment_comes_back(
    any_app, question, answer, village, error
):
    village.fails.append(error)
    runner.run_tasks()

    assert (answer.state, answer.reason) == ("failed", str(error))
    assert (question.status, question.answered_at) == ("open", None)
    assert kinds(question) == ["replied", "reply-failed"]


@pytest.mark.parametrize("error", [Unsure("Time-out."), TimeoutError("Time-out.")])
def test_when_nobody_knows_a_person_must_look(any_app, question, answer, village, error, waiting):
    village.fails.append(error)
    runner.run_tasks()
    runner.run_tasks()

    assert (answer.state, answer.reason) == ("unsure", "Time-out.")
    assert village.done == []
    assert question.status == "open"
    assert waiting() == []
    assert kinds(question) == ["replied", "reply-unsure"]


def test_a_reply_waits_for_a_platform_that_is_busy(any_app, question, answer, village, waiting):
    until = later(minutes=7)
    village.fails.append(TransientError("Too many requests.", not_before=until))
    runner.run_tasks()

    assert (answer.state, answer.reason) == ("waiting", "Too many requests.")
    assert waiting() == [("deliver-reply", answer.id)]
    assert question.channel.not_before == until
    assert question.status == "done"

    village_opens(question)
    runner.run_tasks()
    assert answer.state == "sent"
    assert len(village.done) == 1


def village_opens(question):
    question.channel.not_before = None
    db.session.query(Task).update({"due_at": now()})
    db.session.commit()


def test_a_channel_that_must_wait_is_not_called_at_all(app, question, answer, village):
    question.channel.not_before = later(minutes=5)
    db.session.commit()
    runner.run_tasks()

    assert village.done == []
    assert answer.state == "waiting"


def test_a_platform_that_stays_busy_fails_the_reply(app, question, answer, village):
    village.fails.extend(
        TransientError("Too many requests.") for _ in range(jobs.DELIVER_REPLY.tries)
    )
    for _ in range(jobs.DELIVER_REPLY.tries):
        village_opens(question)
        runner.run_tasks()

    assert (answer.state, answer.reason) == ("failed", "Too many requests.")
    assert kinds(question) == ["replied", "reply-failed"]


def test_a_channel_that_was_disconnected_sends_nothing(app, question, answer, village):
    question.channel.archived_at = now()
    db.session.commit()
    runner.run_tasks()

    assert (answer.state, village.done) == ("failed", [])


def test_what_cannot_be_written_down_after_sending_is_looked_at_by_a_person(
    any_app, question, answer, village, monkeypatch
):
    def full(*_):
        raise OSError("disk full")

    monkeypatch.setattr(replies.delivery, "arrived", full)
    runner.run_tasks()
    runner.run_tasks()

    assert len(village.done) == 1
    assert (answer.state, question.status) == ("unsure", "open")


def test_a_database_that_is_busy_before_sending_is_waited_for(
    any_app, answer, village, monkeypatch
):
    def busy(*_):
        raise OperationalError("UPDATE", {}, Exception("database is locked"))

    with monkeypatch.context() as patch:
        patch.setattr(replies.delivery, "set_off", busy)
        runner.run_tasks()
    assert (answer.state, village.done) == ("waiting", [])

    db.session.query(Task).update({"due_at": now()})
    db.session.commit()
    runner.run_tasks()
    assert (answer.state, len(village.done)) == ("sent", 1)


def test_a_task_that_runs_twice_sends_once(any_app, answer, village):
    runner.run_tasks()
    replies.deliver_reply(answer.id)

    assert len(village.done) == 1


def test_a_reply_whose_comment_is_gone_with_its_channel_sends_nothing(app, village):
    replies.deliver_reply(12345)

    assert village.done == []
