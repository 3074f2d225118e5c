"""An act that is sent twice is done once, whoever lost the answer."""

import json

import pytest

from app.comments.models import Activity
from app.extensions import db
from app.lib.clock import ago
from app.offline.models import SentAct
from app.offline.once import forget
from tests import cast


def press(client, comment, mark, version=1):
    headers = {"HX-Request": "true", "HX-Request-Type": "partial", "Sada-Act": mark}
    url = f"/comments/{comment.id}/resolution"
    return client.post(url, data={"version": version}, headers=headers)


def acts_of(comment):
    return [row.kind for row in db.session.query(Activity).filter_by(comment_id=comment.id)]


def test_the_second_answer_tells_what_the_first_told(any_app, page, leila, sign_in):
    comment, client = cast.comment(page), sign_in(leila)
    first, second = press(client, comment, "a"), press(client, comment, "a")

    assert first.status_code == second.status_code == 200
    assert first.headers["HX-Trigger"] == second.headers["HX-Trigger"]
    assert json.loads(second.headers["HX-Trigger"])["comment-changed"]["version"] == 2
    assert "This was done already." in second.text
    assert acts_of(comment) == ["resolved"]


def test_an_act_that_was_refused_may_come_again(app, page, leila, sign_in):
    comment, client = cast.comment(page), sign_in(leila)
    assert press(client, comment, "a", version=9).status_code == 409
    assert press(client, comment, "a").status_code == 200
    assert acts_of(comment) == ["resolved"]


def test_two_people_never_share_a_mark(app, page, leila, nadia, sign_in):
    one, other = cast.comment(page), cast.comment(page)
    press(sign_in(leila), one, "a")
    press(sign_in(nadia), other, "a")
    assert acts_of(one) == acts_of(other) == ["resolved"]


@pytest.mark.parametrize("mark", ["", "x" * 41])
def test_what_bears_no_mark_goes_as_before(app, page, leila, sign_in, mark):
    comment = cast.comment(page)
    assert press(sign_in(leila), comment, mark).status_code == 200
    assert db.session.query(SentAct).count() == 0


def test_old_marks_are_forgotten(app, leila):
    for mark, days in (("old", 15), ("young", 13)):
        db.session.add(SentAct(user_id=leila.id, mark=mark, made_at=ago(days=days)))
    db.session.commit()
    forget()
    assert [row.mark for row in db.session.query(SentAct)] == ["young"]
