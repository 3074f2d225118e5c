"""What administrators change about users, and users about themselves."""

from contextlib import contextmanager

import pytest
from sqlalchemy import event

from app.accounts.queries import on_call
from app.extensions import db
from tests.cast import person


def change(browser, user, **form):
    given = {"role": user.role, "place": user.on_call or "", "active": "y", **form}
    return browser.post(f"/users/{user.id}", data={k: v for k, v in given.items() if v is not None})


def names(users):
    db.session.expire_all()
    return [user.name for user in users]


def test_an_administrator_gives_a_user_another_role(sign_in, amel, leila):
    assert change(sign_in(amel), leila, role="lead").status_code == 303

    db.session.expire_all()
    assert (leila.role, leila.may("lead"), leila.may("admin")) == ("lead", True, False)
    assert sign_in(leila).get("/invitations").status_code == 200


def test_who_is_shut_out_is_out_at_once_and_comes_back_as_they_were(sign_in, amel, leila):
    hers = sign_in(leila)
    change(sign_in(amel), leila, active=None)

    assert hers.get("/profile").status_code == 302
    db.session.expire_all()
    change(sign_in(amel), leila, active="y")
    db.session.expire_all()
    assert sign_in(leila).get("/profile").status_code == 200
    # What was signed in before stays signed out.
    assert hers.get("/profile").status_code == 302


@pytest.mark.parametrize("form", [{"role": "lead"}, {"active": None}])
def test_somebody_stays_administrator(sign_in, amel, form):
    assert change(sign_in(amel), amel, **form).status_code == 409
    db.session.expire_all()
    assert (amel.role, amel.active) == ("admin", True)

    other = person("Amina", "admin")
    assert change(sign_in(other), amel, **form).status_code == 303


def test_a_role_nobody_knows_is_not_given(sign_in, amel, leila):
    response = change(sign_in(amel), leila, role="owner")

    assert response.status_code == 422
    assert "field__error" in response.text
    db.session.expire_all()
    assert leila.role == "moderator"


def test_leads_are_called_in_the_order_an_administrator_gives(sign_in, amel, nadia):
    salma, browser = person("Salma", "lead"), sign_in(amel)

    change(browser, salma, place=1)
    assert names(on_call()) == ["Salma", "Nadia"]
    change(browser, amel, place=9)
    assert names(on_call()) == ["Salma", "Nadia", "Amel"]
    assert [user.on_call for user in on_call()] == [1, 2, 3]
    change(browser, salma, place=2)
    assert names(on_call()) == ["Nadia", "Salma", "Amel"]
    change(browser, nadia, place=None)
    assert names(on_call()) == ["Salma", "Amel"]


def test_who_may_not_decide_or_sign_in_is_not_called(sign_in, amel, nadia, leila):
    browser = sign_in(amel)

    change(browser, leila, place=1)
    assert names(on_call()) == ["Nadia"]
    change(browser, nadia, role="moderator")
    assert names(on_call()) == []
    change(browser, nadia, role="lead", place=1)
    change(browser, nadia, active=None)
    assert names(on_call()) == []


def test_a_lead_sees_who_may_do_what_and_changes_nothing(sign_in, nadia, leila):
    browser = sign_in(nadia)
    page = browser.get("/users").text

    assert "leila@example.org" in page
    assert f'action="/users/{leila.id}"' not in page
    assert change(browser, leila, role="admin").status_code == 403
    db.session.expire_all()
    assert leila.role == "moderator"


def test_a_person_changes_how_they_are_called_and_spoken_to(sign_in, leila):
    browser = sign_in(leila)
    form = {"name": "ليلى", "locale": "ar", "theme": "dark"}
    page = browser.post("/profile", data=form, follow_redirects=True)

    assert 'dir="rtl"' in page.text and 'data-theme="dark"' in page.text
    db.session.expire_all()
    assert (leila.name, leila.locale, leila.theme) == ("ليلى", "ar", "dark")
    browser.post("/profile", data={**form, "theme": ""})
    assert "data-theme" not in browser.get("/profile").text


@pytest.mark.parametrize("wrong", [{"name": " "}, {"locale": "xx"}, {"theme": "pink"}])
def test_a_profile_that_is_not_right_comes_back(sign_in, leila, wrong):
    form = {"name": "Leïla", "locale": "fr", "theme": "", **wrong}

    assert sign_in(leila).post("/profile", data=form).status_code == 422
    db.session.expire_all()
    assert leila.name == "Leila"


def test_a_name_is_text(sign_in, amel):
    person("<script>alert(1)</script>", "viewer", email="v@example.org")
    page = sign_in(amel).get("/users").text

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


@contextmanager
def statements():
    """The statements sent to the database meanwhile."""
    sent = []

    def note(connection, cursor, statement, *more):
        sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield sent
    event.remove(db.engine, "before_cursor_execute", note)


def test_the_list_of_users_costs_the_same_however_many_there_are(sign_in, amel):
    browser = sign_in(amel)
    browser.get("/users")  # that somebody is here is written once an hour
    with statements() as few:
        browser.get("/users")
    for number in range(30):
        person(f"User{number}", "viewer")
    with statements() as many:
        assert "User29" in browser.get("/users").text

    assert 0 < len(few) == len(many)
