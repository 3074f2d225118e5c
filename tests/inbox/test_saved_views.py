"""Queries that people name: their own, or the team's."""

import pytest

from app.extensions import db
from app.inbox.models import SavedView


@pytest.fixture
def hers(browser, leila):
    """A view that Leila keeps to herself."""
    browser.post("/views", name="Eau à Kef", query="is:open  est:toxique")
    return db.session.query(SavedView).one()


def test_a_saved_view_keeps_the_query_in_its_one_way(hers, leila):
    assert (hers.name, hers.query, hers.shared) == ("Eau à Kef", "is:open is:toxic", False)
    assert hers.by == leila


def test_saving_leads_back_to_the_list_it_named(browser):
    answer = browser.post("/views", name="Toxic", query="is:toxic")

    assert answer.status_code == 303
    assert answer.location == "/inbox?q=is:toxic"


def test_the_rail_shows_ones_own_and_the_shared_views(hers, sign_in, nadia, browser):
    assert "Eau à Kef" in browser.get("/inbox").text
    assert "Eau à Kef" not in sign_in(nadia).get("/inbox").text

    browser.post(f"/views/{hers.id}", name="Eau à Kef", query=hers.query, shared="1")

    assert "Eau à Kef" in sign_in(nadia).get("/inbox").text


def test_a_query_that_is_not_understood_is_not_saved(browser):
    answer = browser.post("/views", name="Odd", query="is:opn")

    assert answer.status_code == 422
    assert "is:open" in answer.text
    assert db.session.query(SavedView).count() == 0


def test_a_view_needs_a_name(browser):
    assert browser.post("/views", name=" \u200f ", query="is:open").status_code == 422
    assert browser.post("/views", name="x" * 81, query="is:open").status_code == 422
    assert db.session.query(SavedView).count() == 0


def test_what_others_keep_to_themselves_is_not_there(hers, sign_in, nadia):
    hers_id = hers.id
    assert sign_in(nadia).post(f"/views/{hers_id}/deletion").status_code == 404
    assert db.session.get(SavedView, hers_id)


def test_a_shared_view_is_changed_by_who_saved_it_or_a_lead(hers, sign_in, nadia, victor):
    hers.shared, hers_id = True, hers.id
    db.session.commit()
    change = {"name": "Autre", "query": "is:open", "shared": "1"}

    assert sign_in(victor).post(f"/views/{hers_id}", data=change).status_code == 403
    assert sign_in(victor).post(f"/views/{hers_id}/deletion").status_code == 403
    assert sign_in(nadia).post(f"/views/{hers_id}", data=change).status_code == 303
    assert db.session.get(SavedView, hers_id).name == "Autre"


def test_a_deleted_view_is_gone(hers, browser):
    browser.post(f"/views/{hers.id}/deletion")
    assert db.session.query(SavedView).count() == 0


def test_the_page_of_views_escapes_what_people_wrote(browser):
    browser.post("/views", name="<b>eau</b>", query='"<i>"eau', shared="1")
    text = browser.get("/views").text
    assert "<b>eau" not in text and "&lt;b&gt;eau" in text


def test_fifty_views_are_enough_for_one_person(leila, browser):
    db.session.add_all(SavedView(name=str(n), query="is:open", by_id=leila.id) for n in range(50))
    db.session.commit()
    assert browser.post("/views", name="One more", query="is:open").status_code == 409


def test_who_only_looks_keeps_views_to_themselves(sign_in, victor):
    browser = sign_in(victor)
    asked = {"name": "Eau", "query": "is:open"}
    answer = browser.post("/views", data=asked | {"shared": "1"})

    assert answer.status_code == 403
    assert db.session.query(SavedView).count() == 0
    assert browser.post("/views", data=asked).status_code == 303
    assert 'name="shared"' not in browser.get("/views").text
