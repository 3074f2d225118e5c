"""The ledger's pages: a comment becomes a feedback, goes out by mail and comes back with an answer."""

import re

import pytest

from app.extensions import db
from app.feedback.actions import make
from app.feedback.models import Feedback
from app.letters.models import Letter
from app.lib.transaction import transaction
from tests import cast

SUBJECT = "L'eau au Kef"


@pytest.fixture
def thirsty(page, leila):
    said = cast.comment(
        page, "Pas d'eau, appelez le 98 123 456", author=cast.author(page, "Moncef")
    )
    with transaction():
        make([said.id], by=leila, kind="complaint", subject=SUBJECT)
    return db.session.query(Feedback).one(), said


def test_a_comment_becomes_a_feedback_and_the_next_one_is_offered_it(app, browser, page):
    first, second = cast.comment(page, "Pas d'eau"), cast.comment(page, "Encore pas d'eau au Kef")
    db.session.commit()
    assert "Make it a feedback" in browser.get(f"/inbox/{first.id}").text
    sent = {"comment": first.id, "kind": "complaint", "subject": SUBJECT, "action": 0}
    assert browser.post("/feedback/new", **sent).status_code == 303

    feedback = db.session.query(Feedback).one()
    assert "Is it one of these?" in browser.get(f"/feedback/new?comment={second.id}").text
    browser.post("/feedback/new", comment=second.id, feedback=feedback.id)
    shown = browser.get(f"/feedback/{feedback.id}").text
    assert "2 comments" in shown and "Encore pas d" in shown


def test_the_list_narrows_down(app, browser, thirsty):
    assert "au Kef" in browser.get("/feedback?state=open&kind=complaint&subject=EAU").text
    assert "No feedback here" in browser.get("/feedback?kind=thanks").text
    assert "No feedback here" in browser.get("/feedback?days=3").text


def test_a_letter_goes_out_without_names_and_its_answer_comes_back(app, browser, client, thirsty):
    feedback, said = thirsty
    to = {"name": "SONEDE", "email": "eau@example.org", "locale": "fr", "word": "Merci de voir."}
    assert browser.post(f"/feedback/{feedback.id}/passing", **to).status_code == 303
    letter = db.session.query(Letter).one()
    assert "Moncef" not in letter.text and "98 123 456" not in letter.text
    path = re.search(r"/f/\S+", letter.text)[0]

    assert client.get(path).status_code == 200
    db.session.refresh(feedback)
    assert (feedback.state, feedback.passings[0].has_it_at) == ("passed-on", None)
    client.post(path, data={"has_it": "1"})
    client.post(path, data={"answer": "Réparé mardi."})
    db.session.expire_all()
    assert feedback.state == "answered"
    assert "Réparé mardi." in browser.get(f"/feedback/{feedback.id}").text
    assert client.get("/f/forged").status_code == 404
