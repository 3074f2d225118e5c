"""Mailboxes that open to a key: a person says yes at the provider, the key is renewed, and what goes wrong is said."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from sqlalchemy import select

from app.channels.accounts import connect_account, for_connecting
from app.channels.health import health_of
from app.channels.models import Channel
from app.connectors.mail import SEND
from app.extensions import db
from app.ingest.polling import begin_polls
from app.lib.clock import now
from app.lib.errors import Refused
from app.lib.transaction import transaction
from app.replies.actions import reply
from app.replies.models import Reply
from tests.connectors import dovecot
from tests.connectors.platforms import adds_up, held, read, run_tasks
from tests.fakes.running import running

BACK = "https://sada.example/channels/join/back"
APPS = {f"{who}_CLIENT_{what}": "ours" for who in ("GOOGLE", "MICROSOFT") for what in ("ID", "SECRET")}  # fmt: skip


@pytest.fixture
def fake(app):
    app.config.update(APPS, ALLOWED_PRIVATE_HOSTS=("127.0.0.1",), UNDO_SECONDS=0)
    with running("email") as fake:
        yield fake


def window(fake, provider="google", **more):
    told = fake.account()["settings"]
    wanted = {name: told[name] for name in ("imap", "smtp", "imap_security", "smtp_security")}
    urls = {"sign_in_url": f"{fake.url}/authorize", "token_url": f"{fake.url}/token"}
    return {**wanted, **urls, "provider": provider, **more}


def allowed(settings):
    """A person goes through the window and comes back."""
    connector = for_connecting("email", settings)
    begun = connector.begin(BACK, "state")
    back = urlsplit(httpx.get(begun.url, trust_env=False).headers["location"])
    query = {name: value[0] for name, value in parse_qs(back.query).items()}
    return for_connecting("email", settings).finish(query, BACK, begun.keep)


@pytest.fixture
def channel(fake):
    settings = window(fake)
    (account,) = allowed(settings)
    with transaction():
        made = connect_account("email", account, settings=settings)
        begin_polls()
    read(made)
    return made


def kept(channel):
    db.session.rollback()
    return db.session.get(Channel, channel.id)


@pytest.mark.parametrize("provider", ["google", "microsoft"])
def test_who_says_yes_at_the_provider_has_their_mailbox_connected(fake, provider):
    (account,) = allowed(window(fake, provider))
    assert account.id == "contact@pact.example" and account.granted == {SEND}
    assert set(account.secrets) == {"token", "refresh_token"} and "begins" in account.settings
    assert timedelta(minutes=55) < account.expires_at - now() < timedelta(hours=1)
    fake.provider(scope="openid")
    with pytest.raises(Refused, match="Tick the box"):
        allowed(window(fake, provider))


def test_a_window_asks_for_no_more_than_mail_and_proves_itself(fake):
    for provider, scope in (("google", "https://mail.google.com/"), ("microsoft", "offline_access")):  # fmt: skip
        begun = for_connecting("email", {"provider": provider}).begin(BACK, "s")
        asked = {name: value[0] for name, value in parse_qs(urlsplit(begun.url).query).items()}
        assert scope in asked["scope"].split() and asked["code_challenge_method"] == "S256"
        assert begun.url.startswith(("https://accounts.google.com/", "https://login.microsoftonline.com/"))  # fmt: skip


def test_letters_are_read_and_answered_by_a_key_that_ends_midway(fake, channel, nadia):
    first = fake.comment(text="علاش الماء مقصوص؟")
    read(channel)
    assert list(held(channel)) == [first]
    before = kept(channel).secrets
    fake.end_key()
    second = fake.comment(text="Et demain ?")
    read(channel)
    assert set(held(channel)) == {first, second} and not kept(channel).cut_off_at
    after = kept(channel).secrets
    assert after["token"] != before["token"] and after["refresh_token"] != before["refresh_token"]

    fake.end_key()
    with transaction():
        reply(held(channel)[first], "Demain à 9 h.", by=nadia)
    run_tasks("deliver-reply")
    db.session.rollback()
    assert db.session.scalars(select(Reply.state)).all() == ["sent"]
    assert [each["text"].strip() for each in fake.replies()] == ["Demain à 9 h."]
    adds_up(channel)


def test_a_key_near_its_end_is_renewed_before_it_is_used(fake, channel):
    with transaction():
        kept(channel).expires_at = now() + timedelta(minutes=1)
    fake.comment(text="Bonjour")
    before = len([each for each in fake.calls() if each[1] == "/token"])
    read(channel)
    assert len([each for each in fake.calls() if each[1] == "/token"]) == before + 1
    assert kept(channel).expires_at > now() + timedelta(minutes=50)


def test_who_takes_the_access_away_is_heard_and_reconnecting_goes_on(fake, channel):
    fake.end_key(lasting=True)
    missed = fake.comment(text="Entre-temps")
    read(channel)
    cut = kept(channel)
    assert cut.cut_off_at and "key" in health_of(cut).words
    settings = window(fake)
    (account,) = allowed(settings)
    with transaction():
        again = connect_account("email", account, settings=settings)
    assert again.id == channel.id
    read(channel)
    assert missed in held(channel) and not kept(channel).cut_off_at


def test_reconnecting_keeps_the_server_that_the_key_was_tried_on(fake, channel):
    with transaction():
        row = kept(channel)
        row.settings = {**row.settings, "imap": "old.example.org", "called": "PACT"}
    settings = window(fake, called="")
    (account,) = allowed(settings)
    with transaction():
        again = connect_account("email", account, settings=settings)
    assert again.id == channel.id and again.settings["imap"] == settings["imap"]
    assert again.settings["called"] == "PACT"


def test_a_mailbox_that_may_not_send_says_whom_to_ask(fake):
    fake.provider(smtp_closed=True)
    (account,) = allowed(window(fake, "microsoft"))
    assert account.granted == frozenset() and "Authenticated SMTP" in account.about


def test_without_an_application_there_only_the_password_is_offered(fake, app, sign_in, nadia):
    client = sign_in(nadia)
    assert "Microsoft 365, Outlook.com" in client.get("/channels/new/email").text
    app.config["MICROSOFT_CLIENT_ID"] = ""
    page = client.post("/channels/join/email/window", data={"provider": "microsoft"})
    assert page.status_code == 422 and "your application at Microsoft" in page.text
    app.config["GOOGLE_CLIENT_ID"] = ""
    page = client.get("/channels/new/email").text
    assert "Microsoft 365" not in page and "MICROSOFT_CLIENT_ID" in page


@pytest.mark.skipif(not dovecot.DOVECOT, reason="Dovecot is not installed")
def test_dovecot_opens_to_a_key_and_not_to_one_that_ended(fake):
    with dovecot.running_dovecot(fake.url) as server:
        settings = window(fake, imap=f"127.0.0.1:{server.imap}")
        (account,) = allowed(settings)
        with transaction():
            channel = connect_account("email", account, settings=settings)
            begin_polls()
        read(channel)
        server.deliver(
            b"From: s@mail.example\r\nMessage-ID: <1@x>\r\nSubject: S\r\n\r\nBonjour\r\n"
        )
        fake.end_key()
        read(channel)
        assert list(held(channel)) == ["1@x"] and not kept(channel).cut_off_at
        fake.end_key(lasting=True)
        read(channel)
        assert kept(channel).cut_off_at
