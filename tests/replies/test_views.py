"""Answering a comment from the screen."""

import re

import pytest
from markupsafe import escape

from app.extensions import db
from app.lib.clock import now
from app.replies.actions import propose, reply
from app.replies.models import Reply
from workers import replies, runner


def url(comment):
    return f"/comments/{comment.id}/reply"


def form_of(browser, comment, **more):
    """What the form on the screen would send."""
    page = browser.get(url(comment)).text
    names = ("version", "token", "draft")
    found = {name: re.search(f'name="{name}"[^>]*value="([^"]*)"', page) for name in names}
    return {name: match[1] for name, match in found.items() if match} | more


def answers(comment):
    return db.session.query(Reply).filter_by(comment_id=comment.id).all()


def test_a_reply_waits_and_the_comment_is_redrawn_with_a_way_back(browser, question, waiting):
    response = browser.post(url(question), **form_of(browser, question, text="Demain à 9 h."))

    db.session.refresh(question)
    (answer,) = answers(question)
    assert response.status_code == 200
    assert "leaves in" in response.text and "Demain à 9 h." in response.text
    assert f"/activities/{question.activities[-1].id}/undo" in response.text
    assert (answer.state, question.status) == ("waiting", "done")
    assert waiting() == [("deliver-reply", answer.id)]


@pytest.mark.parametrize("text", ["", "   ", "x" * 301])
def test_an_empty_or_too_long_reply_comes_back_and_changes_nothing(
    browser, question, waiting, text
):
    response = browser.post(url(question), **form_of(browser, question, text=text))

    assert response.status_code == 422
    assert "field__error" in response.text
    assert waiting() == []


def test_a_double_click_answers_once(browser, question, waiting):
    form = form_of(browser, question, text="Demain à 9 h.")
    assert browser.post(url(question), **form).status_code == 200
    second = browser.post(url(question), **form)

    assert second.status_code == 200
    assert "already" in second.text
    assert len(answers(question)) == len(waiting()) == 1


def test_a_retry_after_the_reply_has_left_does_not_answer_again(browser, question, village, app):
    app.config["UNDO_SECONDS"] = 0
    form = form_of(browser, question, text="Demain à 9 h.")
    browser.post(url(question), **form)
    runner.run_tasks()
    browser.post(url(question), **form)
    runner.run_tasks()

    assert len(village.done) == 1
    replies.deliver_reply(answers(question)[0].id)
    assert len(village.done) == 1


def test_a_draft_that_was_sent_already_is_not_sent_again_in_other_words(browser, question):
    """The page was loaded anew after a lost answer: the token came back with the draft."""
    form = form_of(browser, question, text="Demain à 9 h.")
    browser.post(url(question), **form)
    again = form_of(browser, question, text="Demain à 10 h.") | {"token": form["token"]}
    assert browser.post(url(question), **again).status_code == 409
    same = browser.post(url(question), **(again | {"text": "Demain à 9 h."}))
    assert same.status_code == 200
    assert [answer.text for answer in answers(question)] == ["Demain à 9 h."]


def test_the_same_person_may_answer_again_with_a_form_of_its_own(browser, question):
    browser.post(url(question), **form_of(browser, question, text="Demain à 9 h."))
    db.session.refresh(question)
    response = browser.post(url(question), **form_of(browser, question, text="Et jeudi aussi."))

    assert response.status_code == 200
    assert len(answers(question)) == 2


def test_what_was_written_stays_when_a_colleague_was_faster(
    browser, sign_in, question, nadia, waiting
):
    form = form_of(browser, question, text="Demain à 9 h.")
    sign_in(nadia).post(f"/comments/{question.id}/assignment", data={"version": 1, "to": nadia.id})
    response = browser.post(url(question), **form)

    assert response.status_code == 409
    assert "Demain à 9 h." in response.text
    assert "changed meanwhile" in response.text
    assert waiting() == []

    db.session.refresh(question)
    form["version"] = re.search(r'name="version"[^>]*value="(\d+)"', response.text)[1]
    assert int(form["version"]) == question.version
    assert browser.post(url(question), **form).status_code == 200
    assert len(answers(question)) == 1


def test_two_moderators_who_answer_at_once_do_not_both(browser, sign_in, question, nadia):
    mine = form_of(browser, question, text="Demain.")
    theirs = form_of(sign_in(nadia, htmx=True), question, text="Jeudi.")

    assert sign_in(nadia, htmx=True).post(url(question), **theirs).status_code == 200
    assert browser.post(url(question), **mine).status_code == 409
    assert [answer.text for answer in answers(question)] == ["Jeudi."]


def test_a_form_of_another_comment_is_not_taken(browser, question, notice):
    form = form_of(browser, question, text="Demain.") | {"token": f"{notice.id}.1.0"}

    assert browser.post(url(question), **form).status_code == 422


def test_a_reply_that_waits_is_taken_back_on_its_own_line(browser, question, leila):
    reply(question, "Demain.", by=leila)
    db.session.commit()
    (answer,) = answers(question)
    assert "Take back" in browser.get(f"/replies/{answer.id}").text

    response = browser.post(f"/replies/{answer.id}/undo")
    db.session.refresh(question)
    db.session.refresh(answer)
    assert response.status_code == 200
    assert (answer.state, question.status) == ("taken-back", "open")


def stands(question, leila, state, reason="Time-out."):
    reply(question, "Demain.", by=leila)
    (answer,) = answers(question)
    answer.state, answer.reason, answer.task.done_at = state, reason, now()
    question.status = "open"
    db.session.commit()
    return answer


def test_a_reply_in_doubt_is_looked_at_by_a_person_who_says_it_is_there(browser, question, leila):
    answer = stands(question, leila, "unsure")
    shown = browser.get(f"/replies/{answer.id}").text
    assert "It is there" in shown and "Try again" in shown and "Time-out." in shown

    response = browser.post(f"/replies/{answer.id}/arrival", version=question.version)
    db.session.refresh(answer)
    assert (response.status_code, answer.state) == (200, "sent")


def test_a_failed_reply_says_why_and_is_tried_again_by_a_person(browser, question, leila, waiting):
    answer = stands(question, leila, "failed", "The token expired.")
    assert "The token expired." in browser.get(f"/replies/{answer.id}").text

    response = browser.post(f"/replies/{answer.id}/again", version=question.version)
    assert response.status_code == 200
    assert waiting() == [("deliver-reply", answer.id)]

    response = browser.post(f"/replies/{answer.id}/again", version=question.version)
    assert response.status_code == 409
    assert len(waiting()) == 1


def test_a_proposal_is_sent_as_it_is_or_changed_first(browser, question, nadia, waiting):
    draft = propose(question, "Demain à 9 h.", by=nadia)
    db.session.commit()
    assert "Send as it is" in browser.get(f"/replies/{draft.id}").text
    composer = browser.get(f"{url(question)}?draft={draft.id}")
    assert "Demain à 9 h." in composer.text

    form = form_of(browser, question, text="Demain à 9 h 30.", draft=draft.id)
    response = browser.post(url(question), **form)
    db.session.refresh(draft)
    assert response.status_code == 200
    assert (draft.state, draft.text) == ("waiting", "Demain à 9 h 30.")
    assert waiting() == [("deliver-reply", draft.id)]


def test_a_proposal_of_another_comment_is_not_sent(browser, question, notice, nadia):
    draft = propose(notice, "Demain.", by=nadia)
    db.session.commit()
    form = form_of(browser, question, text="Demain.", draft=draft.id)

    assert browser.post(url(question), **form).status_code == 404


def test_a_proposal_is_set_aside(browser, question, nadia):
    draft = propose(question, "Demain.", by=nadia)
    db.session.commit()
    response = browser.post(f"/replies/{draft.id}/aside", version=question.version)

    db.session.refresh(draft)
    assert (response.status_code, draft.state) == (200, "taken-back")


def test_the_composer_takes_the_cursor_and_keeps_what_is_typed(browser, question):
    response = browser.get(url(question))

    assert response.headers["HX-Retarget"] == f"#composer-of-{question.id}"
    assert response.headers["HX-Reswap"] == "outerMorph"
    assert "autofocus" in response.text


def test_where_nobody_can_answer_the_composer_says_so(browser, notice):
    assert "cannot be answered" in browser.get(url(notice)).text


def test_without_javascript_answering_is_a_page_and_leads_back(sign_in, question, leila):
    client = sign_in(leila)
    page = client.get(url(question)).text
    assert "<html" in page and escape(question.text) in page

    token = re.search('name="token"[^>]*value="([^"]*)"', page)[1]
    response = client.post(url(question), data={"version": 1, "token": token, "text": "Demain."})
    assert response.status_code == 303
    assert len(answers(question)) == 1


def test_who_only_reads_answers_nobody(sign_in, question, victor, waiting):
    client = sign_in(victor, htmx=True)

    assert client.get(url(question)).status_code == 403
    assert client.post(url(question), text="Demain.").status_code == 403
    assert waiting() == []


def test_what_people_write_is_shown_and_never_run(browser, question, leila):
    reply(question, "<script>alert(1)</script>", by=leila)
    db.session.commit()

    shown = browser.get(f"/replies/{answers(question)[0].id}").text
    assert "<script>" not in shown and "&lt;script&gt;" in shown
