"""Signing in and out, and getting back in after forgetting the password."""

import re

import pytest
from flask_security import hash_password

from app.accounts.models import User
from app.extensions import db
from app.factory import create_app
from app.letters.models import Letter
from tests.cast import PASSWORD
from tests.conftest import settings
from workers.runner import run_tasks


@pytest.fixture
def amina(leila):
    """Leila, with a password kept."""
    leila.password = hash_password(PASSWORD)
    leila.locale = "fr"
    db.session.commit()
    return leila


def enter(client, email, password, **more):
    return client.post("/login", data={"email": email, "password": password, **more})


def signed_in(client):
    return client.get("/profile").status_code == 200


def test_a_user_signs_in_with_address_and_password(client, amina):
    response = enter(client, "Leila@Example.org", PASSWORD)

    assert (response.status_code, response.headers["Location"]) == (302, "/")
    assert signed_in(client)
    db.session.expire_all()
    assert amina.login_count == 1


def test_after_signing_in_a_person_is_where_they_wanted_to_be(client, amina):
    asked = client.get("/profile?x=1")
    assert asked.headers["Location"] == "/login?next=/profile?x%3D1"

    response = client.post(
        asked.headers["Location"], data={"email": amina.email, "password": PASSWORD}
    )
    assert response.headers["Location"] == "/profile?x=1"


@pytest.mark.parametrize("where", ["https://evil.example/", "//evil.example/", "/\\evil.example"])
def test_nobody_is_sent_to_another_site_after_signing_in(client, amina, where):
    response = enter(client, amina.email, PASSWORD, next=where)

    assert re.match(r"(/[^/\\]|/?$)", response.headers.get("Location", ""))


@pytest.mark.parametrize(
    ("email", "password"),
    [("leila@example.org", "not the password"), ("nobody@example.org", PASSWORD)],
)
def test_a_wrong_address_and_a_wrong_password_are_told_alike(client, amina, email, password):
    response = enter(client, email, password)

    assert not signed_in(client)
    (said,) = re.findall(r'class="door__wrong" role="alert">(.*?)</div>', response.text, re.S)
    (other,) = re.findall(
        r'class="door__wrong" role="alert">(.*?)</div>',
        enter(client, "else@example.org", "something else").text,
        re.S,
    )
    assert said == other
    assert password not in response.text


def test_who_is_shut_out_does_not_get_in_and_is_out_at_once(client, amina):
    enter(client, amina.email, PASSWORD)
    amina.active = False
    db.session.commit()

    assert not signed_in(client)
    enter(client, amina.email, PASSWORD)
    assert not signed_in(client)


def test_signing_out_ends_the_session(client, amina):
    enter(client, amina.email, PASSWORD)
    client.post("/logout")

    assert not signed_in(client)


def test_opening_a_link_never_signs_out(client, amina):
    enter(client, amina.email, PASSWORD)

    assert client.get("/logout").status_code == 405
    assert signed_in(client)


def test_passwords_are_kept_as_argon2id(app, amina):
    assert amina.password.startswith("$argon2id$")


def test_no_token_in_an_address_is_a_way_in(client, amina, app):
    with app.test_request_context():
        token = amina.get_auth_token()

    assert client.get(f"/profile?auth_token={token}").status_code == 302
    assert client.get("/profile", headers={"Authentication-Token": token}).status_code == 302


def test_nobody_learns_from_the_forgotten_password_page_who_has_an_account(client, amina):
    def answer(email):
        page = client.post("/reset", data={"email": email}, follow_redirects=True)
        # Each page bears a mark of its second, which tells nothing of anybody.
        text = re.sub(r"X-CSRFToken[^}]+}|value=\"[\w.-]{60,}\"", "", page.text)
        return page.status_code, text.replace(email, "the address")

    assert answer("leila@example.org") == answer("nobody@example.org")
    assert db.session.query(Letter).count() == 1


def test_a_forgotten_password_is_replaced_by_letter(app, client, amina, post_office):
    app.config["PUBLIC_URL"] = "https://sada.example"
    client.post("/reset", data={"email": "leila@example.org"}, headers={"Host": "evil.example"})
    run_tasks()
    (letter,) = post_office.letters
    body = letter.get_body(("plain",)).get_content()
    (link,) = re.findall(r"https://sada\.example(/reset/\S+)", body)
    assert "evil" not in letter.as_string()

    # A program that opens every link of a letter changes nothing.
    assert client.get(link).status_code == 200
    new = "une autre phrase de passe"
    client.post(link, data={"password": new, "password_confirm": new})

    assert not signed_in(enter(client, amina.email, PASSWORD) and client)
    enter(client, amina.email, new)
    assert signed_in(client)
    run_tasks()
    assert "/reset" in post_office.letters[1].get_body(("plain",)).get_content()


def test_a_reset_link_works_once(client, amina, app, post_office):
    client.post("/reset", data={"email": "leila@example.org"})
    text = db.session.query(Letter).one().text
    link = re.search(r"/reset/\S+", text)[0]
    new = "une autre phrase de passe"
    client.post(link, data={"password": new, "password_confirm": new})

    again = "encore une autre phrase"
    page = client.post(
        link, data={"password": again, "password_confirm": again}, follow_redirects=True
    )
    assert "too old" in page.text or "trop ancien" in page.text
    enter(client, amina.email, again)
    assert not signed_in(client)


def test_changing_the_password_ends_every_other_session(app, client, amina, waiting):
    elsewhere = app.test_client()
    enter(client, amina.email, PASSWORD)
    enter(elsewhere, amina.email, PASSWORD)
    new = "une autre phrase de passe"
    client.post(
        "/change", data={"password": PASSWORD, "new_password": new, "new_password_confirm": new}
    )

    assert signed_in(client)
    assert not signed_in(elsewhere)
    assert [job for job, _ in waiting()] == ["send-letter"]


@pytest.mark.parametrize("weak", ["court", "a" * 9])
def test_a_weak_password_is_not_taken(client, amina, weak):
    enter(client, amina.email, PASSWORD)
    response = client.post(
        "/change", data={"password": PASSWORD, "new_password": weak, "new_password_confirm": weak}
    )

    assert "field__error" in response.text
    assert db.session.get(User, amina.id).verify_and_update_password(PASSWORD)


def test_a_person_who_stays_signed_in_keeps_a_cookie_no_script_reads(client, amina):
    response = enter(client, amina.email, PASSWORD, remember="y")

    (cookie,) = [c for c in response.headers.getlist("Set-Cookie") if "remember" in c]
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie
    client.delete_cookie("sada-8000")
    assert signed_in(client)


def test_two_installations_on_one_machine_do_not_sign_each_other_out(sqlite, home):
    names = set()
    for port in ("8000", "8001"):
        app = create_app(settings(sqlite.fresh(), home, PORT=port), TESTING=True)
        names |= {app.config["SESSION_COOKIE_NAME"], app.config["REMEMBER_COOKIE_NAME"]}

    assert len(names) == 4


def test_a_letter_is_written_for_strangers_too_so_that_the_clock_tells_nothing(
    app, client, leila, monkeypatch
):
    from app.accounts import mail

    written = []
    monkeypatch.setattr(mail, "written", lambda to, **letter: written.append(to))

    client.post("/reset", data={"email": "nobody.here@example.net"})
    client.post("/reset", data={"email": leila.email})

    assert written == ["nobody@example.org"]
    assert app.extensions["sada-bell"].rung.count("run-tasks") == 1
