"""Several people, or several clicks, at the same moment: one of them acts, on both engines."""

import threading

import pytest

from app.extensions import db
from app.replies.models import Reply
from tests.fixtures.village import question, village  # noqa: F401

AT_ONCE = 6


@pytest.fixture
def all_at_once(the_app, sign_in, leila):
    """Post one form several times at the same moment; gives the answers' statuses, in no order."""

    def post(url, **form):
        db.session.rollback()
        ready, found = threading.Barrier(AT_ONCE), []
        clients = [sign_in(leila) for _ in range(AT_ONCE)]

        def click(client):
            with the_app.app_context():
                ready.wait()
                found.append(client.post(url, data=form).status_code)
                db.session.remove()

        threads = [threading.Thread(target=click, args=(client,)) for client in clients]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        db.session.expire_all()
        return sorted(found)

    return post


def test_one_click_of_many_resolves(any_app, insult, all_at_once):
    found = all_at_once(f"/comments/{insult.id}/resolution", version=1)

    assert found == [303] + [409] * (AT_ONCE - 1)
    assert [row.kind for row in insult.activities] == ["resolved"]
    assert insult.version == 2


def test_one_form_sent_many_times_answers_once(any_app, question, leila, all_at_once, waiting):  # noqa: F811
    form = {"version": 1, "token": f"{question.id}.{leila.id}.0", "text": "Demain à 9 h."}
    found = all_at_once(f"/comments/{question.id}/reply", **form)

    assert found == [303] * AT_ONCE
    assert db.session.query(Reply).count() == 1
    assert len(waiting()) == 1


def test_many_make_one_tag(any_app, insult, all_at_once):
    all_at_once(f"/comments/{insult.id}/tags", version=1, names="eau")

    assert [tagging.tag.name for tagging in insult.taggings] == ["eau"]
