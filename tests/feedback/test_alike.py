"""Many chosen comments become one feedback, or join it, and leave it again in one click."""

import re

import pytest

from app.comments.queries import history_of
from app.comments.story import told
from app.extensions import db
from app.feedback.actions import numbers_of
from app.feedback.models import Feedback
from tests import cast
from tests.batches.conftest import do, undo
from tests.waves.conftest import arrive  # noqa: F401

WATER = {"what": "complaint", "subject": "L'eau au Kef", "place_id": None, "action_id": 0}


@pytest.fixture
def some(page):
    return [cast.comment(page, f"Pas d'eau {n}", author=cast.author(page)) for n in range(5)]


def test_those_chosen_become_one_feedback_and_others_join_it(any_app, some, leila):
    first = do(some[:3], "feedback", leila, **WATER)
    feedback = db.session.query(Feedback).one()
    assert (feedback.kind, feedback.subject, feedback.state) == (
        "complaint", "L'eau au Kef", "heard",
    )  # fmt: skip
    assert numbers_of(feedback) == [one.id for one in some[:3]]
    assert told(history_of(some[0])[0]) == "part of the feedback: L'eau au Kef"

    second = do(some[2:], "feedback", leila, feedback_id=feedback.id)
    assert (second.done, second.refused) == (2, 1)
    assert [step.kind for step in feedback.steps] == ["added", "heard"]

    undo(first, leila)
    assert numbers_of(feedback) == [one.id for one in some[3:]]
    assert (first.back, first.kept) == (3, 0)


def test_the_bar_asks_what_it_is_about(browser, some):
    chosen = {"comment": [one.id for one in some], "query": "is:open", "kind": "feedback"}
    asked = browser.post("/batches", **chosen)
    path = asked.text.split('hx-post="')[1].split('"')[0]
    sent = {"sent": "1", "into": 0, "action": 0, "place": "", "kind": "feedback"} | {
        "what": "complaint"
    }
    assert browser.post(path, **sent, subject=" ").status_code == 422
    assert browser.post(path, **sent, subject="L'eau").status_code == 200
    assert db.session.query(Feedback).one().subject == "L'eau"


def test_a_wave_becomes_a_feedback(app, browser, arrive):  # noqa: F811
    some = arrive(*(f"La mairie a volé l'argent de la piste de Nebeur {n}" for n in range(4)))
    link = f"/feedback/new?comment={some[3].id}&amp;alike=1"
    assert link in browser.get(f"/inbox/{some[3].id}").text
    shown = browser.get(link.replace("&amp;", "&")).text
    assert re.search(r'name="alike"[^>]* checked', shown) and "With all 4" in shown

    sent = {"comment": some[3].id, "alike": 1, "kind": "rumour", "subject": "La piste", "action": 0}
    browser.post("/feedback/new", **sent)
    assert numbers_of(db.session.query(Feedback).one()) == [one.id for one in some]
