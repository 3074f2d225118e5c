"""An escalation that nobody takes."""

from datetime import timedelta

import pytest

from app.escalations.actions import escalate, settle, take, withdraw
from app.escalations.models import Escalation
from app.escalations.queries import open_escalation
from app.escalations.reminders import due, remind
from app.extensions import db
from app.jobs import Task
from app.lib.clock import now
from tests import cast
from tests.escalations.conftest import button_of, path_of


@pytest.fixture
def wait(the_app, run_all):
    """Let hours pass: what was written, reminded and due moves back by as much."""

    def pass_by(hours):
        for row in db.session.query(Escalation):
            for name in ("made_at", "links_from", "written_at", "reminded_at", "passed_on_at"):
                if getattr(row, name):
                    setattr(row, name, getattr(row, name) - timedelta(hours=hours))
        for task in db.session.query(Task).filter(Task.done_at.is_(None)):
            task.due_at -= timedelta(hours=hours)
        db.session.commit()
        from workers import runner

        for _ in range(3):
            runner.run_tasks()
        db.session.expire_all()

    return pass_by


def kinds(comment):
    return [row.kind for row in comment.activities]


def test_before_its_time_nobody_is_reminded(letter, insult, wait, post_office):
    wait(3.9)

    assert len(post_office.letters) == 1


def test_not_taken_is_reminded_of_once(letter, insult, escalated, wait, post_office):
    wait(4.1)

    assert [message["To"] for message in post_office.letters] == ["nadia@example.org"] * 2
    assert post_office.letters[1]["Subject"].startswith("Reminder. ")
    assert kinds(insult) == ["escalated", "reminded"]
    wait(3)
    assert len(post_office.letters) == 2


def test_after_the_reminder_the_next_on_call_gets_it_and_the_first_is_told(
    letter, insult, escalated, amel, nadia, wait, post_office, client
):
    amel.on_call = 2
    db.session.commit()
    first_button = path_of(button_of(letter, "I take it"))
    wait(4.1)
    wait(4.1)

    assert escalated.to == amel
    assert kinds(insult) == ["escalated", "reminded", "passed-on"]
    told = {message["To"]: message for message in post_office.letters[2:]}
    assert told["nadia@example.org"]["Subject"].startswith("Passed on to Amel")
    assert told["amel@example.org"]["Subject"].startswith("Needs you today")
    assert client.post(first_button).status_code == 410
    assert client.post(path_of(button_of(told["amel@example.org"], "I take it"))).status_code == 200


def test_at_the_end_of_the_list_it_stays_with_the_last(
    letter, insult, escalated, nadia, wait, post_office, waiting
):
    wait(4.1)
    wait(4.1)
    wait(4.1)

    assert (escalated.to, len(post_office.letters)) == (nadia, 2)
    assert waiting() == []


def test_what_is_urgent_waits_a_quarter_of_that(insult, leila, nadia, wait, post_office, run_all):
    escalate(insult, by=leila, to=nadia, reason="Menace", urgency="now")
    db.session.commit()
    run_all()
    run_all()
    wait(1.1)

    assert len(post_office.letters) == 2
    assert post_office.letters[1]["Subject"].startswith("Reminder. Needs you now")


@pytest.mark.parametrize("how", ["taken", "settled", "withdrawn"])
def test_what_somebody_looks_after_is_not_reminded_of(
    letter, escalated, leila, nadia, wait, post_office, how
):
    if how == "taken":
        take(escalated, by=nadia)
    elif how == "settled":
        settle(escalated, by=nadia, text="Fait.", kept_as="note")
    else:
        withdraw(escalated, by=leila)
    db.session.commit()
    wait(4.1)
    wait(4.1)

    reminders = [letter for letter in post_office.letters if "Reminder" in letter["Subject"]]
    assert reminders == []


def test_a_look_that_runs_twice_reminds_once(letter, insult, escalated, wait, post_office):
    wait(4.1)
    remind(escalated.id)
    db.session.commit()

    assert kinds(insult) == ["escalated", "reminded"]


def test_a_comment_that_was_answered_meanwhile_is_not_reminded_of_but_looked_at_again(
    letter, insult, escalated, wait, post_office, waiting
):
    insult.status = "done"
    db.session.commit()
    wait(4.1)
    assert len(post_office.letters) == 1
    assert waiting() == [("remind-escalation", escalated.id)]

    insult.status = "open"
    db.session.commit()
    wait(4.1)
    assert len(post_office.letters) == 2


def test_a_lead_who_left_before_the_letter_is_passed_over(
    insult, escalated, nadia, amel, run_all, post_office
):
    nadia.active, amel.on_call = False, 2
    db.session.commit()
    for _ in range(3):
        run_all()

    assert open_escalation(insult).to == amel
    assert [message["To"] for message in post_office.letters] == ["amel@example.org"]


def test_waiting_is_counted_from_the_letter(letter, escalated):
    assert due(escalated) - now() > timedelta(hours=3.9)
    assert cast
