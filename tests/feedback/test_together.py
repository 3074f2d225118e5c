"""Those who spoke are answered together: once each, in their language, with words a lead said yes to."""

import pytest

from app.extensions import db
from app.feedback.actions import make
from app.feedback.models import Round
from app.feedback.together import AT_ONCE, answer_together, approve, go_on, word_answer
from app.lib.errors import Refused
from app.lib.transaction import transaction
from app.replies.models import Reply
from tests import cast


def test_each_is_answered_once_in_their_language_with_a_leads_yes(app, page, leila, nadia):
    page.settings = {"base_url": "https://village.example"}
    moncef = cast.author(page, "Moncef")
    said = [
        cast.comment(page, "Pas d'eau", author=moncef, lang="fr"),
        cast.comment(page, "Toujours pas d'eau", author=moncef, lang="fr"),
        cast.comment(page, "الماء مقصوص", author=cast.author(page, "سامي"), lang="ar"),
        cast.comment(page, "No water", author=cast.author(page, "Ann"), lang="en"),
    ]
    with transaction():
        feedback = make([one.id for one in said], by=leila, kind="complaint", subject="L'eau")
        word_answer(feedback, {"fr": "C'est réparé.", "ar": "تم الإصلاح."}, by=leila)
    with pytest.raises(Refused):
        answer_together(feedback, by=leila)
    db.session.rollback()
    with transaction():
        approve(feedback, by=nadia)
        one = answer_together(feedback, by=leila)
    with transaction():
        assert not go_on(one)

    assert (one.total, one.answered) == (4, 2)
    assert sorted(one.left.values()) == [1, 1] and "Had this answer already" in one.left
    db.session.expire_all()
    assert [[reply.text for reply in one.replies] for one in said] == [
        ["C'est réparé."], [], ["تم الإصلاح."], [],
    ]  # fmt: skip
    with transaction():
        again = answer_together(feedback, by=leila)
        go_on(again)
    assert (again.answered, sum(again.left.values())) == (0, 2)


def test_a_round_goes_on_where_a_killed_worker_left_it(app, page, leila, nadia):
    page.settings = {"base_url": "https://village.example"}
    said = [
        cast.comment(page, "Pas d'eau", author=cast.author(page, f"A{n}"), lang="fr")
        for n in range(AT_ONCE + 3)
    ]
    with transaction():
        feedback = make([one.id for one in said], by=leila, kind="complaint", subject="L'eau")
        word_answer(feedback, {"fr": "C'est réparé."}, by=nadia)
        number = answer_together(feedback, by=nadia).id
    with pytest.raises(Refused):
        answer_together(feedback, by=leila)
    db.session.rollback()

    with transaction():
        assert go_on(db.session.get(Round, number))
    # A worker dies before its few are kept; another takes the task again.
    assert not go_on(db.session.get(Round, number))
    db.session.rollback()
    with transaction():
        assert not go_on(db.session.get(Round, number))

    one = db.session.get(Round, number)
    assert (one.answered, one.left, one.finished_at is not None) == (AT_ONCE + 3, {}, True)
    assert db.session.query(Reply).count() == AT_ONCE + 3
    assert [step.kind for step in feedback.steps if step.kind == "replied"] == ["replied"]
