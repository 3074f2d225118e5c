"""Letters on the wire, against a real SMTP server."""

import socket
from urllib.parse import quote

import pytest

from app.lib.errors import PermanentError, TransientError
from app.lib.mail import compose, directed, inlined, mailbox, new_message_id, send
from tests.fixtures.post_office import PostOffice


@pytest.fixture
def office():
    office = PostOffice()
    yield office
    office.stop()


def letter(**more):
    given = {
        "sender": "PACT <sada@example.org>",
        "to": "nadia@example.org",
        "subject": "Un commentaire attend",
        "text": "Bonjour Nadia\n",
        "html": "<p>Bonjour Nadia</p>",
        "locale": "fr",
        "message_id": "<1@example.org>",
    }
    return compose(**{**given, **more})


def test_a_letter_arrives_as_it_was_written(office):
    arabic = "علاش الماء مقصوص على سيدي خيار؟"
    send(
        letter(subject=arabic, text=arabic, html=f"<p dir='rtl'>{arabic}</p>", locale="ar"),
        office.url,
    )

    (arrived,) = office.letters
    assert arrived["From"] == "PACT <sada@example.org>"
    assert arrived["To"] == "nadia@example.org"
    assert arrived["Subject"] == arabic
    assert arrived["Content-Language"] == "ar"
    assert arrived["Message-ID"] == "<1@example.org>"
    assert arrived["Auto-Submitted"] == "auto-generated"
    assert arrived.get_body(("plain",)).get_content().strip() == arabic
    assert arabic in arrived.get_body(("html",)).get_content()


@pytest.mark.parametrize(
    "breaks", ["\r\nBcc: all@example.org", "\n\nbody", "\rX: y", "\u2028X: y", "\x00"]
)
def test_nothing_typed_becomes_a_header(office, breaks):
    send(letter(subject="Bonjour" + breaks, sender="Nadia <sada@example.org>"), office.url)

    (arrived,) = office.letters
    assert arrived["Bcc"] is None and arrived["X"] is None
    assert office.envelopes[0].rcpt_tos == ["nadia@example.org"]
    assert arrived["Subject"].startswith("Bonjour")


@pytest.mark.parametrize(
    "to",
    [
        "nadia@example.org\r\nBcc: all@example.org",
        "nadia@example.org, all@example.org",
        "Nadia\nX: y <nadia@example.org>",
        "nadia",
        "",
        "@example.org",
    ],
)
def test_an_address_is_exactly_one_or_none(to):
    with pytest.raises(PermanentError):
        letter(to=to)


def test_an_address_in_another_script_is_written_for_the_wire():
    assert mailbox("Amel <amel@münchen.example>").addr_spec == "amel@xn--mnchen-3ya.example"


def test_lines_of_arabic_run_from_right_to_left_even_after_a_foreign_word():
    assert directed("Sada: بريد جديد\nBonjour") == "\u200fSada: بريد جديد\nBonjour\n"
    assert directed("بريد من Sada") == "بريد من Sada\n"
    assert directed("https://sada.example/1") == "https://sada.example/1\n"


def test_style_goes_on_each_element_and_dark_stays_a_rule():
    html = inlined(
        "<style>p{color:red} @media (prefers-color-scheme: dark){p{color:blue}}</style><p>x</p>"
    )
    assert 'style="color: red' in html
    assert "prefers-color-scheme" in html


def test_every_letter_has_a_name_of_its_own():
    assert new_message_id("Sada <sada@example.org>").endswith("@example.org>")
    assert new_message_id("sada@example.org") != new_message_id("sada@example.org")


def test_a_password_of_any_characters_signs_in(office):
    user, password = quote(office.user, safe=""), quote(office.password, safe="")
    send(letter(), office.url.replace("smtp://", f"smtp://{user}:{password}@"))

    assert office.signed_in == 1
    assert len(office.letters) == 1


def test_a_wrong_password_is_for_good_and_not_told(office):
    with pytest.raises(PermanentError) as failure:
        send(letter(), office.url.replace("smtp://", "smtp://sada:Secret123@"))
    assert "Secret123" not in str(failure.value)
    assert office.letters == []


@pytest.mark.parametrize(
    ("answer", "error"),
    [("451 Try again later", TransientError), ("554 We do not want it", PermanentError)],
)
def test_what_the_server_says_decides_whether_to_try_later(office, answer, error):
    office.refuses = answer
    with pytest.raises(error, match=answer):
        send(letter(), office.url)
    office.refuses, office.refuses_address = None, answer
    with pytest.raises(error, match=answer):
        send(letter(), office.url)


def test_a_server_that_is_away_is_tried_later():
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        with pytest.raises(TransientError, match="does not answer"):
            send(letter(), f"smtp://127.0.0.1:{nobody.getsockname()[1]}")


@pytest.mark.parametrize(("scheme", "implicit"), [("smtps", True), ("smtp+starttls", False)])
def test_letters_leave_encrypted_when_asked(certificate, monkeypatch, scheme, implicit):
    context, trusted = certificate
    office = PostOffice(tls=context, implicit=implicit)
    url = office.url.replace("smtp:", f"{scheme}:")
    try:
        with pytest.raises(TransientError, match="SSLCertVerificationError"):
            send(letter(), url)
        monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
        send(letter(), url)
    finally:
        office.stop()
    assert len(office.letters) == 1


def test_a_server_without_encryption_gets_no_letter_that_asked_for_it(office):
    with pytest.raises(PermanentError):
        send(letter(), office.url.replace("smtp:", "smtp+starttls:"))
    assert office.letters == []
