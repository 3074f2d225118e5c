"""What people said becomes a feedback, and each of its steps stands where it can be found again."""

import pytest

from app.comments.queries import history_of
from app.comments.story import told
from app.extensions import db
from app.feedback.actions import add, make, move, numbers_of, take_back, take_out
from app.lib.errors import Refused
from app.lib.transaction import transaction
from tests import cast


@pytest.fixture
def thirsty(page, leila):
    said = [cast.comment(page, words) for words in ("Pas d'eau à Kef", "الماء مقصوص في الكاف")]
    with transaction():
        feedback = make(
            [one.id for one in said], by=leila, kind="complaint", subject="L'eau au Kef"
        )
    return feedback, said


def last(comment):
    db.session.expire_all()
    return history_of(comment)[0]


def test_a_feedback_is_on_the_trail_of_each_comment(any_app, thirsty, leila):
    feedback, said = thirsty

    assert feedback.state == "heard" and numbers_of(feedback) == [one.id for one in said]
    assert [step.kind for step in feedback.steps] == ["heard"]
    for one in said:
        assert told(last(one)) == "part of the feedback: L'eau au Kef"
        assert last(one).by == leila


def test_comments_join_once_and_leave_again(any_app, thirsty, page, leila):
    feedback, said = thirsty
    third = cast.comment(page, "Encore sans eau")
    with transaction():
        add(feedback, [third.id, said[0].id], by=leila)
    assert len(numbers_of(feedback)) == 3
    with pytest.raises(Refused):
        add(feedback, [third.id], by=leila)
    db.session.rollback()
    with transaction():
        take_out(feedback, third.id, by=leila)
    assert third.id not in numbers_of(feedback)


def test_declining_asks_for_the_reason_and_can_be_taken_back(any_app, thirsty, leila):
    feedback, said = thirsty
    with pytest.raises(Refused):
        move(feedback, "declined", by=leila)
    db.session.rollback()
    with transaction():
        step = move(feedback, "declined", by=leila, outcome="Hors du plan")
    assert told(last(said[0])) == "declined: L'eau au Kef: Hors du plan"
    with transaction():
        take_back(step, by=leila)
    db.session.refresh(feedback)
    assert (feedback.state, feedback.outcome) == ("heard", None)
    with pytest.raises(Refused):
        take_back(step, by=leila)
