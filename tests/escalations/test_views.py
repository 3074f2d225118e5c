"""Escalating and settling from the inbox."""

import pytest

from app.escalations.actions import take
from app.escalations.models import Escalation
from app.escalations.queries import open_escalation
from app.extensions import db
from app.notes.queries import notes_of

WHY = "Accuses the staff of theft."


def url(comment, more=""):
    return f"/comments/{comment.id}/escalation{more}"


def asked(nadia, **more):
    return {"version": 1, "to": nadia.id, "urgency": "today", "reason": WHY} | more


def test_escalating_redraws_the_comment_and_writes_to_the_lead(browser, insult, nadia, waiting):
    response = browser.post(url(insult), **asked(nadia))

    db.session.refresh(insult)
    assert response.status_code == 200
    assert "Escalated to Nadia" in response.text
    assert "comment-changed" in response.headers["HX-Trigger"]
    assert insult.activities[-1].kind == "escalated"
    assert waiting() == [("send-escalation", open_escalation(insult).id)]


@pytest.mark.parametrize(
    "wrong", [{"reason": ""}, {"reason": "x" * 2001}, {"to": "x"}, {"to": 99}, {"urgency": "soon"}]
)
def test_a_form_that_lacks_something_comes_back_and_changes_nothing(
    browser, insult, nadia, waiting, wrong
):
    response = browser.post(url(insult), **asked(nadia, **wrong))

    assert response.status_code == 422
    assert "<form" in response.text
    assert waiting() == []


def test_a_comment_is_escalated_once(browser, insult, nadia, waiting):
    assert browser.post(url(insult), **asked(nadia)).status_code == 200
    assert browser.post(url(insult), **asked(nadia)).status_code == 409
    db.session.refresh(insult)
    assert browser.post(url(insult), **asked(nadia, version=insult.version)).status_code == 409
    assert len(waiting()) == 1


def test_the_form_offers_those_who_decide_and_who_is_on_call_first(
    browser, insult, nadia, amel, victor
):
    form = browser.get(url(insult)).text

    assert form.index("Nadia") < form.index("Amel")
    assert "Leila" not in form and "Victor" not in form


def test_who_was_only_to_read_escalates_nothing(sign_in, insult, victor, nadia, waiting):
    assert sign_in(victor, htmx=True).post(url(insult), **asked(nadia)).status_code == 403
    assert waiting() == []


def test_an_escalation_is_taken_back(browser, insult, escalated):
    response = browser.post(url(insult, "/undo"), version=insult.version)

    assert response.status_code == 200
    assert open_escalation(insult) is None


def test_what_is_not_escalated_cannot_be_settled_or_taken_back(browser, sign_in, insult, nadia):
    assert browser.post(url(insult, "/undo"), version=1).status_code == 404
    assert sign_in(nadia).get(url(insult, "/settlement")).status_code == 404


def test_a_lead_takes_and_settles_from_the_inbox(sign_in, insult, escalated, nadia):
    lead = sign_in(nadia, htmx=True)
    assert lead.post(url(insult, "/taking"), version=insult.version).status_code == 200
    db.session.refresh(insult)
    assert insult.assignee == nadia

    assert "<form" in lead.get(url(insult, "/settlement")).text
    form = {"version": insult.version, "text": "Ne pas répondre.", "kept_as": "note"}
    assert lead.post(url(insult, "/settlement"), **form).status_code == 200
    assert [note.text for note in notes_of(insult)] == ["Ne pas répondre."]


def test_a_moderator_does_not_settle_what_was_escalated(browser, insult, escalated):
    assert browser.post(url(insult, "/taking"), version=2).status_code == 403
    assert browser.get(url(insult, "/settlement")).status_code == 403
    assert browser.post(url(insult, "/settlement"), version=2).status_code == 403


def test_a_settlement_meets_a_colleagues_change_and_stays_as_it_was_written(
    sign_in, insult, escalated, nadia
):
    seen = insult.version
    take(escalated, by=nadia)
    db.session.commit()
    form = {"version": seen, "text": "Ne pas répondre.", "kept_as": "note"}
    response = sign_in(nadia, htmx=True).post(url(insult, "/settlement"), **form)

    assert response.status_code == 409
    assert "Ne pas répondre." in response.text
    assert db.session.query(Escalation).one().settled_at is None


def test_a_settlement_without_words_comes_back(sign_in, insult, escalated, nadia):
    form = {"version": insult.version, "text": " ", "kept_as": "note"}

    assert sign_in(nadia, htmx=True).post(url(insult, "/settlement"), **form).status_code == 422


def test_the_pane_says_with_whom_it_is_and_why(browser, insult, escalated):
    pane = browser.get(f"/inbox/{insult.id}").text

    assert "Escalated to Nadia" in pane and WHY in pane
    assert "Take it back" in pane and "Settle" not in pane


def test_without_javascript_escalating_is_a_page_and_leads_back(sign_in, insult, leila, nadia):
    client = sign_in(leila)
    assert "<html" in client.get(url(insult)).text

    assert client.post(url(insult), data=asked(nadia)).status_code == 303
    assert open_escalation(insult)
