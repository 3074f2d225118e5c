"""Handing a comment to someone who decides."""

import pytest
from sqlalchemy.exc import IntegrityError

from app.comments.undo import undo
from app.escalations.actions import escalate, settle, take, withdraw
from app.escalations.asked import first_for, leads, next_after
from app.escalations.models import Escalation
from app.escalations.queries import open_escalation
from app.extensions import db
from app.lib.errors import Refused
from app.notes.queries import notes_of
from app.replies.queries import replies_to
from tests import cast

WHY = "Accuses the staff of theft."


def test_a_comment_is_handed_to_a_lead_and_the_letter_waits_for_the_undo_window(
    any_app, insult, leila, nadia, waiting
):
    activity = escalate(insult, by=leila, to=nadia, reason=WHY, urgency="now")
    db.session.commit()

    escalation = open_escalation(insult)
    assert (escalation.to, escalation.by, escalation.urgency) == (nadia, leila, "now")
    assert activity.details["to"] == "Nadia" and activity.details["reason"] == WHY
    assert waiting() == [("send-escalation", escalation.id)]
    assert insult.status == "open"


def test_a_comment_is_escalated_once(any_app, insult, leila, nadia):
    escalate(insult, by=leila, to=nadia, reason=WHY)
    db.session.commit()

    with pytest.raises(Refused, match="already escalated"):
        escalate(insult, by=leila, to=nadia, reason=WHY)


def test_the_database_keeps_one_open_escalation_a_comment(any_app, insult, leila, nadia):
    escalate(insult, by=leila, to=nadia, reason=WHY)
    db.session.commit()

    db.session.add(Escalation(comment_id=insult.id, to_id=nadia.id, reason=WHY))
    with pytest.raises(IntegrityError):
        db.session.commit()
    db.session.rollback()


@pytest.mark.parametrize("reason", ["", " \n", "\u202e"])
def test_a_reason_is_needed(app, insult, leila, nadia, reason, waiting):
    with pytest.raises(Refused):
        escalate(insult, by=leila, to=nadia, reason=reason)
    assert waiting() == []


def test_only_who_decides_is_asked(app, insult, leila, nadia):
    nadia.active = False
    for person in (leila, nadia):
        with pytest.raises(Refused, match="does not decide"):
            escalate(insult, by=leila, to=person, reason=WHY)


def test_taking_back_in_time_means_that_no_letter_is_written(
    any_app, insult, leila, nadia, run_all, post_office
):
    activity = escalate(insult, by=leila, to=nadia, reason=WHY)
    db.session.commit()
    undo(activity.id, by=leila)
    db.session.commit()
    run_all()

    assert open_escalation(insult) is None
    assert post_office.letters == []
    assert insult.activities[-1].kind == "escalation-withdrawn"


def test_what_was_taken_back_can_be_escalated_again(app, insult, leila, nadia):
    escalate(insult, by=leila, to=nadia, reason=WHY)
    withdraw(open_escalation(insult), by=leila)
    escalate(insult, by=leila, to=nadia, reason=WHY)

    assert len(insult.escalations) == 2


def test_who_takes_it_has_the_comment(any_app, insult, escalated, nadia):
    take(escalated, by=nadia)
    db.session.commit()

    assert escalated.taken_by == nadia
    assert insult.assignee == nadia
    assert insult.activities[-1].kind == "taken"
    with pytest.raises(Refused, match="Nadia already took it"):
        take(escalated, by=nadia)


def test_settling_with_a_note_leaves_it_for_the_team(any_app, insult, escalated, nadia, waiting):
    settle(escalated, by=nadia, text="Ne pas répondre, masquer.", kept_as="note")
    db.session.commit()

    (kept,) = notes_of(insult)
    assert (kept.text, kept.by) == ("Ne pas répondre, masquer.", nadia)
    assert open_escalation(insult) is None
    assert escalated.settled_as == "note"
    assert [row.kind for row in insult.activities] == ["escalated", "noted", "settled"]
    assert [job for job, _ in waiting()] == ["send-escalation"]


def test_settling_with_a_reply_sends_nothing_before_a_moderator_says_yes(
    any_app, question, leila, nadia, waiting
):
    escalate(question, by=leila, to=nadia, reason=WHY)
    settle(open_escalation(question), by=nadia, text="Jeudi à 9 h.", kept_as="reply")
    db.session.commit()

    (draft,) = replies_to(question)
    assert (draft.text, draft.state, draft.by) == ("Jeudi à 9 h.", "draft", nadia)
    assert [job for job, _ in waiting()] == ["send-escalation"]


def test_settling_brings_a_comment_back_that_had_left_the_queue(app, insult, escalated, nadia):
    insult.status = "done"
    settle(escalated, by=nadia, text="À rouvrir.", kept_as="note")

    assert insult.status == "open"


def test_what_is_settled_or_taken_back_is_not_taken(app, insult, escalated, leila, nadia):
    settle(escalated, by=nadia, text="Rien à faire.", kept_as="note")
    for act in (lambda: take(escalated, by=nadia), lambda: withdraw(escalated, by=leila),
                lambda: settle(escalated, by=nadia, text="x", kept_as="note")):  # fmt: skip
        with pytest.raises(Refused, match="already settled"):
            act()


def test_those_on_call_come_first_in_their_order(app, leila, nadia, amel):
    nadia.on_call, amel.on_call = 2, 1
    sonia = cast.person("Sonia", "lead")

    assert leads() == [amel, nadia, sonia]
    assert first_for(leila) == amel
    assert first_for(amel) == nadia


def test_next_is_who_was_not_asked_yet_and_never_who_asks(app, insult, leila, nadia, amel):
    sonia = cast.person("Sonia", "lead", on_call=3)
    amel.on_call = 2
    escalate(insult, by=amel, to=nadia, reason=WHY)

    assert next_after(open_escalation(insult)) == sonia


def test_the_list_is_gone_through_once(app, insult, leila, nadia, amel):
    amel.on_call = 2
    escalate(insult, by=leila, to=amel, reason=WHY)
    assert next_after(open_escalation(insult)) == nadia

    nadia.active = False
    assert next_after(open_escalation(insult)) is None
