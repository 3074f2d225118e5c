"""Those who spoke are answered together: once each, in their language, with words a lead said yes to."""

import pytest

from app.extensions import db
from app.feedback.actions import make
from app.feedback.together import answer_together, approve, word_answer
from app.lib.errors import Refused
from app.lib.transaction import transaction
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
        count, left = answer_together(feedback, by=leila)

    assert count == 2
    assert sorted(left.values()) == [1, 1] and "Had this answer already" in left
    db.session.expire_all()
    assert [[reply.text for reply in one.replies] for one in said] == [
        ["C'est réparé."], [], ["تم الإصلاح."], [],
    ]  # fmt: skip
    with transaction():
        assert answer_together(feedback, by=leila)[0] == 0
