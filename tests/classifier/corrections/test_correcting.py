"""A person says that the classifier is wrong, sees the flags follow, and takes it back."""

import pytest

from app.classifier.corrections.alike import nearness
from app.classifier.learning.models import Example
from app.comments.undo import undo
from app.extensions import db
from app.moderation.actions import hide
from tests import cast

SCORES = {"toxic": 0.97, "insult": 0.93, "complaint": 0.02}


@pytest.fixture
def flagged(page):
    text = "ya 7mar, project mte3kom lkol sor9a"
    reasons = {"toxic": [[3, 7, 1.0]], "insult": [[3, 7, 1.0], [9, 16, 0.3]]}
    more = {"toxic": True, "scores": SCORES, "reasons": reasons, "lang": "tn", "model": "abc"}
    return cast.comment(page, text, author=cast.author(page), **more)


def taught(comment):
    rows = db.session.query(Example).filter_by(comment_id=comment.id, withdrawn_at=None)
    return {row.label: row.value for row in rows}


def test_the_pane_says_why_in_words_and_not_in_colour_alone(browser, flagged):
    assert "7mar" not in browser.get(f"/inbox/{flagged.id}").text
    browser.post(f"/comments/{flagged.id}/words")
    text = browser.get(f"/inbox/{flagged.id}").text

    assert "Insult · very likely" in text and "93%" in text
    assert "7mar</bdi> <span>weighs most</span>" in text
    assert "project</bdi> <span>weighs little</span>" in text
    assert "Derja" in text and "model abc" in text


def test_two_clicks_say_that_it_is_not_toxic(browser, flagged):
    form = browser.get(f"/comments/{flagged.id}/correction").text
    assert 'name="flip" value="toxic"' in form and "Not: Toxic" in form and "It is: Hate" in form

    answer = browser.post(
        f"/comments/{flagged.id}/correction", version=flagged.version, flip="toxic"
    )

    assert answer.status_code == 200 and "the classifier learns from it" in answer.text
    db.session.refresh(flagged)
    assert flagged.toxic is False and flagged.status == "open"
    assert taught(flagged) == {"toxic": False, "insult": False}
    assert "mark--toxic" not in answer.text
    assert flagged.scores == SCORES


def test_a_missing_kind_brings_toxic_with_it(browser, page, leila):
    calm = cast.comment(page, "rien de spécial", scores={"toxic": 0.1}, reasons=None)
    browser.post(f"/comments/{calm.id}/correction", version=calm.version, flip="hate")

    db.session.refresh(calm)
    assert calm.toxic is True
    assert taught(calm) == {"toxic": True, "hate": True}


def test_all_the_right_labels_at_once(browser, flagged):
    right = {"labels": ["complaint", "insult"], "all": "1"}
    browser.post(f"/comments/{flagged.id}/correction", version=flagged.version, **right)

    db.session.refresh(flagged)
    assert (flagged.toxic, flagged.priority) == (True, True)
    assert taught(flagged) == {"toxic": True, "insult": True, "complaint": True}


def test_not_a_problem_leaves_the_queue_and_comes_back_when_taken_back(browser, flagged, leila):
    browser.post(f"/comments/{flagged.id}/correction", version=flagged.version, fine="1")
    db.session.refresh(flagged)
    assert (flagged.status, flagged.toxic) == ("done", False)
    assert {row.origin for row in db.session.query(Example)} == {"fine"}

    undo(flagged.activities[-1].id, by=leila)
    db.session.commit()
    db.session.refresh(flagged)
    assert (flagged.status, flagged.toxic) == ("open", True)
    assert taught(flagged) == {}


def test_saying_nothing_changes_nothing(browser, flagged):
    assert (
        browser.post(f"/comments/{flagged.id}/correction", version=flagged.version).status_code
        == 409
    )
    assert taught(flagged) == {}


def test_similar_decisions_are_shown_with_who_decided(browser, page, flagged, leila):
    near = cast.comment(page, "ya 7maar entouma, project sor9a", author=cast.author(page))
    far = cast.comment(page, "Merci pour la belle réunion d'hier", author=cast.author(page))
    hide(near, by=leila)
    hide(far, by=leila)
    db.session.commit()

    text = browser.get(f"/comments/{flagged.id}/alike").text

    assert "ya 7maar entouma" in text and "Leila" in text and "hid it" in text
    assert "belle réunion" not in text


def test_what_few_share_counts_more():
    near, far = nearness("el zabra9a mta3 lbalad", ["zabra9a kbira", "mta3 lbalad lkol"])
    assert near > far * 0.5
    same, other = nearness("yezzi men el kedhb", ["YEZZI men el keeedhb", "chokran barcha"])
    assert same > 0.8 > 0.2 > other
