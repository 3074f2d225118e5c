"""Tagging from the screen, and keeping the team's tags in order."""

import pytest

from app.extensions import db
from app.tags.actions import tag
from app.tags.models import Tag
from app.tags.queries import tags_of
from tests import cast


def url(comment, more=""):
    return f"/comments/{comment.id}/tags{more}"


def names(comment):
    return [row.name for row in tags_of(comment)]


@pytest.fixture
def tagged(insult, leila):
    tag(insult, ["eau"], by=leila)
    db.session.commit()
    return insult


def test_several_tags_are_put_at_once(browser, insult):
    response = browser.post(url(insult), version=1, names="eau, Siliana، routes")

    db.session.refresh(insult)
    assert response.status_code == 200
    assert "Tagged #eau #Siliana #routes." in response.text
    assert names(insult) == ["eau", "Siliana", "routes"]
    assert insult.activities[-1].kind == "tagged"


def test_a_suggestion_is_one_press(browser, insult):
    response = browser.post(url(insult), version=1, names="ea", picked="eau")

    assert response.status_code == 200
    assert names(insult) == ["eau"]


def test_a_suggestion_takes_the_place_of_the_last_word_alone(browser, insult):
    browser.post(url(insult), version=1, names="école، route, ea", picked="eau")

    assert names(insult) == ["école", "route", "eau"]


@pytest.mark.parametrize("typed", ["", " , ,", "x" * 61, "x" * 1001])
def test_a_form_without_a_usable_tag_comes_back_and_changes_nothing(browser, insult, typed):
    response = browser.post(url(insult), version=1, names=typed)

    assert response.status_code == 422
    assert "<form" in response.text
    assert db.session.query(Tag).count() == 0


def test_a_tag_that_is_there_is_not_put_twice(browser, tagged):
    response = browser.post(url(tagged), version=tagged.version, names="EAU")

    assert response.status_code == 409
    assert names(tagged) == ["eau"]


@pytest.mark.parametrize("method", ["post", "delete"])
def test_a_tag_is_taken_off_by_a_form_and_by_delete(browser, tagged, method):
    one = tags_of(tagged)[0].id
    where = url(tagged, f"/{one}/undo" if method == "post" else f"/{one}")
    response = getattr(browser, method)(where, version=tagged.version)

    assert response.status_code == 200
    assert names(tagged) == []


def test_taking_off_what_a_colleague_took_off_shows_how_it_stands(browser, sign_in, tagged, nadia):
    where, version = url(tagged, f"/{tags_of(tagged)[0].id}/undo"), tagged.version
    sign_in(nadia).post(where, data={"version": version})

    assert browser.post(where, version=version).status_code == 409


def test_suggestions_follow_what_is_typed_after_the_last_comma(browser, page, leila, insult):
    tag(cast.comment(page), ["Électricité", "routes"], by=leila)
    db.session.commit()
    found = browser.get(f"/tags/suggest?names=eau,+elec&comment={insult.id}").text

    assert "Électricité" in found and "routes" not in found
    assert "routes" in browser.get("/tags/suggest?q=rou").text


def test_who_only_reads_tags_nothing(sign_in, tagged, victor):
    client = sign_in(victor, htmx=True)

    assert client.post(url(tagged), version=1, names="x").status_code == 403
    assert client.get("/tags/suggest?q=e").status_code == 403
    assert names(tagged) == ["eau"]


def test_the_tags_page_is_for_leads(sign_in, tagged, leila, nadia):
    assert sign_in(leila).get("/tags").status_code == 403
    shown = sign_in(nadia).get("/tags").text
    assert "eau" in shown


def test_a_lead_renames_merges_and_deletes(sign_in, tagged, nadia, leila):
    tag(tagged, ["l'eau"], by=leila)
    db.session.commit()
    lead = sign_in(nadia)
    water, other = tags_of(tagged)

    assert lead.get(f"/tags/{water.id}").status_code == 200
    assert lead.post(f"/tags/{water.id}/name", data={"name": "Eau potable"}).status_code == 303
    assert lead.post(f"/tags/{other.id}/merger", data={"into": water.id}).status_code == 303
    assert names(tagged) == ["Eau potable"]

    assert lead.post(f"/tags/{water.id}/undo").status_code == 303
    assert names(tagged) == []


def test_a_name_that_is_taken_is_refused_and_changes_nothing(sign_in, tagged, nadia, leila):
    tag(tagged, ["eua"], by=leila)
    db.session.commit()
    wrong = tags_of(tagged)[1]
    response = sign_in(nadia).post(f"/tags/{wrong.id}/name", data={"name": "EAU"})

    assert response.status_code == 409
    assert "Merge the two" in response.text
    db.session.refresh(wrong)
    assert wrong.name == "eua"


def test_an_empty_name_comes_back(sign_in, tagged, nadia):
    one = tags_of(tagged)[0]

    assert sign_in(nadia).post(f"/tags/{one.id}/name", data={"name": " "}).status_code == 422


def test_a_tag_is_not_merged_into_itself_or_nothing(sign_in, tagged, nadia):
    one = tags_of(tagged)[0].id

    for into in (one, 99, "x"):
        answer = sign_in(nadia).post(f"/tags/{one}/merger", data={"into": into})
        assert answer.status_code == 422
    assert names(tagged) == ["eau"]


def test_the_first_letters_are_enough_and_a_comma_makes_a_new_one(browser, page, leila):
    known, short, exact = (cast.comment(page, f"Sur la piste {n}") for n in range(3))
    post = "/comments/{}/tags".format
    browser.post(post(known.id), names="piste rurale", version=1)
    browser.post(post(short.id), names="urgent, pis", version=1)
    browser.post(post(exact.id), names="pis,", version=1)
    db.session.expire_all()

    assert [t.tag.name for t in short.taggings] == ["urgent", "piste rurale"]
    assert [t.tag.name for t in exact.taggings] == ["pis"]
