"""Hiding from the screen."""

from app.extensions import db
from app.moderation.queries import measure_on


def url(comment, more=""):
    return f"/comments/{comment.id}/hidden{more}"


def test_hiding_redraws_the_comment_with_a_way_back(browser, question, waiting):
    response = browser.post(url(question), version=1, reason="insultes")

    db.session.refresh(question)
    assert response.status_code == 200
    assert f"/activities/{question.activities[-1].id}/undo" in response.text
    assert question.state == "hidden"
    assert waiting() == [("deliver-measure", measure_on(question).id)]


def test_before_and_after_it_is_said_that_it_is_handled_here_only(browser, notice, waiting):
    assert "here only" in browser.get(url(notice)).text
    response = browser.post(url(notice), version=1)

    assert "Hidden here only" in response.text
    assert waiting() == []


def test_hiding_twice_hides_once(browser, question, waiting):
    assert browser.post(url(question), version=1).status_code == 200
    assert browser.post(url(question), version=1).status_code == 409
    assert len(waiting()) == 1


def test_an_endless_reason_comes_back_and_changes_nothing(browser, question, waiting):
    response = browser.post(url(question), version=1, reason="x" * 401)

    assert response.status_code == 422
    assert "<form" in response.text
    assert waiting() == []


def test_what_is_hidden_is_shown_again(browser, question, waiting):
    browser.post(url(question), version=1)
    db.session.refresh(question)
    response = browser.post(url(question, "/undo"), version=question.version)

    db.session.refresh(question)
    assert (response.status_code, question.state, question.status) == (200, "visible", "open")
    assert waiting() == []


def test_who_only_reads_hides_nothing(sign_in, question, victor, waiting):
    client = sign_in(victor, htmx=True)

    assert client.post(url(question), version=1).status_code == 403
    assert client.post(url(question, "/undo"), version=1).status_code == 403
    assert waiting() == []


def test_without_javascript_hiding_is_a_page_and_leads_back(sign_in, question, leila):
    client = sign_in(leila)
    assert "<html" in client.get(url(question)).text

    assert client.post(url(question), data={"version": 1}).status_code == 303
    db.session.refresh(question)
    assert question.state == "hidden"
