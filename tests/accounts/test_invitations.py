"""How people get an account: the first administrator by a link, everybody else by invitation."""

import re

import pytest

from app.accounts.actions import setup_link
from app.accounts.models import Invitation, User
from app.extensions import db
from app.letters.models import Letter
from app.lib.clock import ago
from app.lib.transaction import transaction
from tests.cast import PASSWORD, person
from tests.conftest import make_app
from workers.runner import run_tasks

AMEL = {"name": "Amel", "email": "Amel@Example.org", "password": PASSWORD, "locale": "ar"}
SAIDA = {"name": "Saïda", "password": PASSWORD, "locale": "fr"}


def new_setup_link():
    with transaction():
        link = setup_link()
    return link and link.removeprefix("http://127.0.0.1:8000")


def link_in(letter):
    return re.search(r"/invitations/\S+", letter.text)[0]


@pytest.fixture
def link(sign_in, nadia):
    """Where the invitation that Nadia sent to Saïda leads."""
    form = {"email": "Saida@example.org", "role": "moderator", "locale": "fr"}
    sign_in(nadia).post("/invitations", data=form)
    return link_in(db.session.query(Letter).one())


def test_the_first_administrator_is_made_by_a_link_that_works_once(app, client):
    link = new_setup_link()
    assert client.get(link).status_code == 200

    response = client.post(link, data=AMEL)

    assert (response.status_code, response.headers["Location"]) == (303, "/")
    amel = db.session.query(User).one()
    assert (amel.email, amel.role, amel.locale) == ("amel@example.org", "admin", "ar")
    assert client.get("/users").status_code == 200
    assert app.test_client().get(link).status_code == 410
    assert app.test_client().post(link, data={**AMEL, "email": "b@example.org"}).status_code == 410
    assert db.session.query(User).count() == 1


def test_opening_the_setup_link_changes_nothing(client):
    link = new_setup_link()
    for _ in range(3):
        assert client.get(link).status_code == 200

    assert db.session.query(User).count() == 0


def test_every_start_prints_a_link_and_the_first_used_closes_all(client):
    first, second = new_setup_link(), new_setup_link()
    assert first != second
    assert client.post(first, data=AMEL).status_code == 303

    assert client.post(second, data={**AMEL, "email": "b@example.org"}).status_code == 410
    assert db.session.query(User).count() == 1


def test_there_is_no_setup_link_once_there_is_a_user(leila):
    assert new_setup_link() is None


def test_a_setup_link_printed_before_the_first_user_came_another_way_is_dead(client):
    link = new_setup_link()
    person("Leila", "moderator")

    assert client.get(link).status_code == 410
    assert client.post(link, data=AMEL).status_code == 410


def test_nobody_guesses_their_way_in(client):
    assert client.get("/setup/guessed").status_code == 404
    assert client.post("/setup/guessed", data=AMEL).status_code == 404
    assert client.get("/invitations/guessed").status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [{"password": "court"}, {"name": ""}, {"email": "amel"}, {"locale": "xx"}, {"email": ""}],
)
def test_a_setup_form_that_is_not_right_comes_back_and_makes_nobody(client, wrong):
    response = client.post(new_setup_link(), data={**AMEL, **wrong})

    assert response.status_code == 422
    assert "field__error" in response.text
    assert PASSWORD not in response.text
    assert db.session.query(User).count() == 0


def test_who_is_invited_makes_an_account_with_the_role_they_were_given(app, client, link):
    assert client.get(link).status_code == 200
    assert client.post(link, data=SAIDA).status_code == 303

    saida = db.session.query(User).filter_by(email="saida@example.org").one()
    assert (saida.role, saida.called, saida.locale) == ("moderator", "Saïda", "fr")
    assert client.get("/profile").status_code == 200
    assert app.test_client().get(link).status_code == 410


def test_an_invited_person_cannot_choose_another_address_or_role(client, link):
    client.post(link, data={**SAIDA, "email": "boss@example.org", "role": "admin"})

    saida = db.session.query(User).filter_by(name="Saïda").one()
    assert (saida.email, saida.role) == ("saida@example.org", "moderator")


def test_only_the_fingerprint_of_a_key_is_kept(link, post_office):
    key = link.rsplit("/", 1)[1]
    run_tasks()
    db.session.expire_all()

    assert key in post_office.letters[0].get_body(("plain",)).get_content()
    invitation, letter = db.session.query(Invitation).one(), db.session.query(Letter).one()
    assert key not in repr(vars(invitation)) + repr(vars(letter))


def test_an_invitation_is_too_old_after_a_week(client, link):
    invitation = db.session.query(Invitation).one()
    assert (invitation.expires_at - invitation.made_at).days in (6, 7)
    invitation.expires_at = ago(seconds=1)
    db.session.commit()

    assert client.get(link).status_code == 410
    assert client.post(link, data=SAIDA).status_code == 410


def test_an_invitation_is_written_in_the_language_asked_for(sign_in, nadia):
    form = {"email": "saida@example.org", "role": "viewer", "locale": "ar"}
    sign_in(nadia).post("/invitations", data=form)

    letter = db.session.query(Letter).one()
    assert (letter.locale, 'dir="rtl"' in letter.html) == ("ar", True)


def test_inviting_again_replaces_the_earlier_invitation(sign_in, client, nadia, link):
    form = {"email": "saida@example.org", "role": "viewer", "locale": "fr"}
    sign_in(nadia).post("/invitations", data=form)

    assert client.get(link).status_code == 404
    newer = db.session.query(Letter).order_by(Letter.id.desc()).first()
    assert client.get(link_in(newer)).status_code == 200


def test_a_withdrawn_invitation_opens_nothing(sign_in, client, nadia, link):
    invitation = db.session.query(Invitation).one()
    sign_in(nadia).post(f"/invitations/{invitation.id}/withdrawal")

    assert client.get(link).status_code == 404


def test_nobody_invites_to_more_than_they_may_do_themselves(sign_in, nadia):
    form = {"email": "saida@example.org", "role": "admin", "locale": "fr"}
    response = sign_in(nadia).post("/invitations", data=form)

    assert response.status_code == 409
    assert db.session.query(Invitation).count() == db.session.query(Letter).count() == 0


def test_a_lead_does_not_withdraw_the_invitation_of_an_administrator(sign_in, nadia, amel):
    form = {"email": "saida@example.org", "role": "admin", "locale": "fr"}
    sign_in(amel).post("/invitations", data=form)
    invitation = db.session.query(Invitation).one()

    response = sign_in(nadia).post(f"/invitations/{invitation.id}/withdrawal")
    assert response.status_code == 409


def test_who_has_an_account_is_not_invited(sign_in, nadia, leila):
    form = {"email": "LEILA@example.org", "role": "moderator", "locale": "fr"}

    assert sign_in(nadia).post("/invitations", data=form).status_code == 409


def test_without_a_mail_server_the_inviter_is_shown_the_link(app, sign_in, nadia, client):
    browser = sign_in(nadia)
    form = {"email": "saida@example.org", "role": "viewer", "locale": "fr"}
    page = browser.post("/invitations", data=form, follow_redirects=True)

    (link,) = re.findall(r'class="key">http://127.0.0.1:8000(/invitations/[^<]+)<', page.text)
    assert client.get(link).status_code == 200
    assert 'class="key"' not in browser.get("/invitations").text


def test_with_a_mail_server_only_the_invited_person_has_the_link(sign_in, nadia, post_office):
    form = {"email": "saida@example.org", "role": "viewer", "locale": "fr"}
    page = sign_in(nadia).post("/invitations", data=form, follow_redirects=True)

    assert 'class="key"' not in page.text
    assert "saida@example.org" in page.text


def test_the_command_line_prints_only_the_link(sqlite, home):
    app = make_app(sqlite.fresh(), home)
    run = app.test_cli_runner().invoke

    printed = run(args=["accounts", "setup-link"]).output
    assert re.fullmatch(r"http://127\.0\.0\.1:8000/setup/[\w-]{43}\n", printed)
    with app.app_context():
        person("Amel", "admin")
    assert run(args=["accounts", "setup-link"]).output == ""
    invited = run(args=["accounts", "invite", "nadia@example.org", "--role", "lead"]).output
    assert re.fullmatch(r"http://127\.0\.0\.1:8000/invitations/[\w-]{43}\n", invited)
    assert run(args=["accounts", "invite", "amel@example.org"]).exit_code == 1
    assert run(args=["accounts", "list"]).output == "amel@example.org\tadmin\tactive\n"
