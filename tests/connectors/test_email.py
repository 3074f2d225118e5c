"""E-mail: what only letters do, with a fake provider and with Dovecot where it is installed."""

import imaplib
import json
import socket
import ssl
import threading
from types import SimpleNamespace

import pytest

from app.connectors import mail_lines
from app.connectors.mail import Mail, letter_name
from app.connectors.mail_lines import Imap, Server
from app.lib.clock import ago
from app.lib.errors import PermanentError, Refused, TransientError
from tests.connectors import dovecot
from tests.connectors.platforms import adds_up, connected, held, read
from tests.fakes.running import running

JUDGES = ("Dovecot", "aiosmtpd", "imaplib")
LETTER = "From: Sami <sami@mail.example>\r\nTo: contact@pact.example\r\nMessage-ID: <{name}>\r\nSubject: {subject}\r\n\r\n{text}\r\n"


@pytest.fixture
def fake(the_app):
    the_app.config["ALLOWED_PRIVATE_HOSTS"] = ("127.0.0.1",)
    with running("email") as fake:
        yield fake


@pytest.fixture
def channel(app, fake):
    app.config["ALLOWED_PRIVATE_HOSTS"] = ("127.0.0.1",)
    return connected(fake)


@pytest.fixture(params=["fake", "dovecot"])
def provider(request, fake):
    """The same account at our fake and at Dovecot: {"settings", "secrets", "bring"}; letters leave by the fake's SMTP."""
    told = fake.account()
    if request.param == "fake":
        yield SimpleNamespace(**told, bring=lambda raw: fake.put(raw=raw), fake=fake)
        return
    if not dovecot.DOVECOT:
        pytest.skip("Dovecot is not installed")
    with dovecot.running_dovecot() as server:
        settings = told["settings"] | {
            "imap": f"127.0.0.1:{server.imap}",
            "smtp_user": told["settings"]["address"],
        }
        secrets = {"password": dovecot.PASSWORD, "smtp_password": told["secrets"]["password"]}
        yield SimpleNamespace(settings=settings, secrets=secrets, fake=fake, bring=lambda raw: server.deliver(raw.encode()))  # fmt: skip


def there(told, **more):
    account = more.pop("account_id", "contact@pact.example")
    since = more.pop("since", ago(days=3))
    settings = told.settings | more
    return Mail(settings, told.secrets, account_id=account, since=since)


def known(connector, cursor=None):
    """What one poll brings, as comments that acts can be done to."""
    page = connector.poll(cursor)
    events = [each for told in page.payloads for each in connector.parse(json.dumps(told).encode())]
    return [SimpleNamespace(**as_row(each)) for each in events], page


def as_row(event):
    return {
        "platform_id": event.platform_id, "extra": event.extra, "is_spam": False, "text": event.text, "event": event,
        "author": SimpleNamespace(platform_id=event.author.id) if event.author else None,
        "post": SimpleNamespace(title=event.post.title), "by_us": event.by_us,
    }  # fmt: skip


def folders(connector):
    with connector.box() as box:
        told = {each.name: box.folder.status(each.name, ["MESSAGES"]) for each in box.folder.list()}
    return {name: status["MESSAGES"] for name, status in told.items()}


# At both providers


def test_letters_are_read_once_and_their_words_are_whole(provider):
    provider.bring(LETTER.format(name="1@x", subject="=?utf-8?b?2YbYqNix?=", text="علاش الماء مقصوص؟"))  # fmt: skip
    connector = there(provider)
    (first,), page = known(connector)
    assert (first.platform_id, first.text, first.event.post.title) == ("1@x", "علاش الماء مقصوص؟", "نبر")  # fmt: skip
    assert (first.event.visibility, first.by_us, page.more) == ("private", False, False)

    assert known(connector, page.cursor)[0] == []
    provider.bring(LETTER.format(name="2@x", subject="Re: x", text="Et demain ?"))
    assert [each.platform_id for each in known(connector, page.cursor)[0]] == ["2@x"]


def test_letters_come_in_bounded_pages_in_their_order(provider):
    for number in range(27):
        provider.bring(LETTER.format(name=f"{number}@x", subject="S", text=f"n {number}"))
    first, page = known(there(provider))
    second, last = known(there(provider), page.cursor)
    assert (len(first), page.more, len(second), last.more) == (25, True, 2, False)
    assert [each.platform_id for each in first + second] == [f"{n}@x" for n in range(27)]


def test_a_letter_is_put_away_and_back_and_nobody_elses_marks_are_swept(provider):
    connector = there(provider)
    for name in ("1@x", 'odd"\\name@x', "marked@x"):
        provider.bring(LETTER.format(name=name, subject="S", text="Bonjour"))
    (first, odd, _marked), _page = known(connector)
    with connector.box() as box:
        box.folder.set("INBOX")
        box.client.uid("STORE", "3", "+FLAGS", "(\\Deleted)")

    assert connector.hide(first).state == "hidden"
    assert connector.hide(first).state == "hidden", "so it was already"
    assert folders(connector)["Archive"] == 1
    assert connector.unhide(first).state == "visible"
    odd.is_spam = True
    connector.hide(odd)
    connector.delete(odd)
    trash = next(name for name in folders(connector) if name.startswith(("Trash", "Corbeille")))
    assert folders(connector) | {"Archive": 0, "Junk": 0, trash: 1, "INBOX": 2} == folders(connector)  # fmt: skip

    connector.delete(first)
    with connector.box() as box:
        box.folder.set(trash)
        box.client.uid("STORE", "1:*", "+FLAGS", "(\\Deleted)")
        box.client.expunge()
    with pytest.raises(PermanentError) as refused:
        connector.hide(first)
    assert refused.value.code == "gone"


def test_an_answer_is_a_letter_of_the_same_exchange_and_can_be_found_again(provider):
    connector = there(provider, called="PACT, équipe")
    provider.bring(
        "From: s@mail.example\r\nReply-To: desk@mail.example\r\nReferences: <a@x> <b@x>\r\nIn-Reply-To: <b@x>\r\n"
        "Message-ID: <c@x>\r\nSubject: RE: =?utf-8?q?Eau?=\r\n =?utf-8?q?_coup=C3=A9e=0D=0ABcc:_evil@x?=\r\n\r\nQuand ?\r\n"
    )  # fmt: skip
    (comment,), _page = known(connector)
    assert connector.find_reply(comment, "غدوة في الصباح.", None) is None
    sent = connector.reply(comment, "غدوة في الصباح.\n.\nFin", reply_id=7)

    (letter,) = provider.fake.replies()
    headers = {key.lower(): value for key, value in letter["headers"]}
    assert letter["to"] == ["desk@mail.example", "contact@pact.example"]
    assert (letter["parent"], headers["references"]) == ("c@x", "<a@x> <b@x> <c@x>")
    assert headers["subject"] == "Re: Eau coupée Bcc: evil@x" and "bcc" not in headers
    assert headers["from"] == '"PACT, équipe" <contact@pact.example>'
    assert letter["text"].splitlines() == ["غدوة في الصباح.", ".", "Fin"]
    assert not {"auto-submitted", "x-auto-response-suppress"} & set(headers)
    assert sent.platform_id == letter["id"]
    assert folders(connector)["Sent"] == 1
    assert connector.find_reply(comment, "غدوة في الصباح.\n.\nFin", None) == sent


# Only at the fake


def test_an_exchange_stands_under_its_first_subject(channel, fake):
    first = fake.comment(text="Quand ?", subject="Eau coupée à Nebeur")
    second = fake.comment(text="Moi aussi", parent=first, author="mouna", subject="Eau coupée à Nebeur")  # fmt: skip
    read(channel)
    rows = held(channel)
    assert rows[first].post.title == "Eau coupée à Nebeur"
    assert rows[first].post_id == rows[second].post_id
    assert (rows[second].parent_platform_id, rows[second].thread) == (first, first)
    assert rows[first].visibility == "private" and rows[first].author.handle == "sami@mail.example"


def test_a_mailbox_that_counts_anew_is_read_again_and_nothing_is_doubled_or_lost(channel, fake):
    before = {fake.comment(text=f"Avant {n}") for n in range(3)}
    read(channel)
    fake.count_anew()
    after = fake.comment(text="Après")
    read(channel)
    assert set(held(channel)) == {*before, after}
    adds_up(channel)


def test_the_copy_of_our_answer_comes_back_as_ours(channel, fake):
    name = fake.comment(text="Quand ?")
    read(channel)
    connector = there(SimpleNamespace(settings=channel.settings, secrets=channel.secrets))
    sent = connector.reply(held(channel)[name], "Demain.")
    read(channel)
    back = held(channel)[sent.platform_id]
    assert (back.by_us, back.status, back.parent_platform_id) == (True, "done", name)
    assert letter_name(held(channel)[name], " Demain. ", "pact.example") == sent.platform_id


def test_whom_nobody_knows_cannot_be_answered_and_the_moderator_reads_why(fake):
    fake.put(raw=LETTER.format(name="1@x", subject="S", text="T").replace("sami@", "nobody@"))
    connector = there(SimpleNamespace(**fake.account()))
    (comment,), _page = known(connector)
    with pytest.raises((PermanentError, Refused), match="User unknown"):
        connector.reply(comment, "Bonjour")
    assert fake.replies() == []


def test_what_comes_after_connecting_and_before_the_first_reading_is_read(provider):
    provider.bring(LETTER.format(name="before@x", subject="S", text="T"))
    kept = there(provider, since=None).check().keep
    provider.bring(LETTER.format(name="after@x", subject="S", text="T"))
    assert [each.platform_id for each in known(there(provider, since=None, **kept))[0]] == ["after@x"]  # fmt: skip
    assert known(there(provider, since=None))[0] == []


def test_a_giant_letter_is_read_in_part_and_its_files_are_only_named(fake):
    name = "x" * 50
    file = f'--b\nContent-Type: image/png; name="{name}.png"\nContent-Transfer-Encoding: base64\n\n{"QUJD" * 1000}\n'
    huge = f'--b\nContent-Type: application/pdf; name="plan.pdf"\nContent-Transfer-Encoding: base64\n\n{"QUJD" * 300_000}\n'
    head = (
        "From: a@mail.example\nMessage-ID: <big@x>\nContent-Type: multipart/mixed; boundary=b\n\n"
    )
    fake.put(raw=f"{head}--b\nContent-Type: text/plain\n\nVoici le plan\n{file}{huge}--b--\n")
    (comment,), page = known(there(SimpleNamespace(**fake.account())))
    assert comment.text == "Voici le plan"
    media = [(each["kind"], each["alt"]) for each in comment.extra["media"]]
    assert media == [("image", f"{name}.png (3 KB)"), ("file", "plan.pdf")]
    assert len(json.dumps(page.payloads)) < 2000 and "QUJD" not in json.dumps(page.payloads)


def test_the_check_names_the_account_and_says_when_nothing_can_be_sent(fake):
    told = SimpleNamespace(**fake.account())
    standing = there(told).check()
    assert (standing.account_name, standing.granted, standing.missing) == ("contact@pact.example", {"SMTP"}, ())  # fmt: skip
    mute = there(told, smtp=f"127.0.0.1:{told.settings['imap'].rpartition(':')[2]}")
    standing = mute.check()
    assert (standing.granted, standing.missing) == (set(), ("SMTP",)) and standing.notes
    told.secrets = {"password": "wrong"}
    with pytest.raises(PermanentError) as refused:
        there(told).check()
    assert refused.value.code == "auth-expired"


# What is not spoken with


@pytest.mark.parametrize("place", ["10.0.0.7", "127.0.0.1", "[::1]:993", "169.254.169.254", "metadata.invalid"])  # fmt: skip
@pytest.mark.parametrize("door", ["imap", "smtp"])
def test_no_server_inside_a_private_network_is_called(the_app, place, door):
    connector = Mail({"address": "a@b.example", "imap": place, "smtp": place}, {"password": "p"})
    with pytest.raises((PermanentError, TransientError)) as refused:
        with connector.box() if door == "imap" else connector.sending():
            pass
    assert refused.value.code == ("unreachable" if place.endswith("invalid") else "private")


@pytest.mark.parametrize("place", ["", "a b", "http://x/", "x:99999", "u@x", "x:y"])
def test_what_is_no_server_is_not_called(the_app, place):
    with pytest.raises(PermanentError) as refused, Mail({"imap": place}, {}).box():
        pass
    assert refused.value.code == "address"


def test_a_password_goes_in_clear_to_no_public_server(the_app):
    settings = {"address": "a@b.example", "imap": "1.1.1.1", "imap_security": "none"}
    with pytest.raises(PermanentError) as refused, Mail(settings, {"password": "p"}).box():
        pass
    assert refused.value.code == "private"


def test_a_certificate_nobody_vouches_for_is_refused_and_a_good_one_is_trusted(fake, monkeypatch):
    if not dovecot.DOVECOT:
        pytest.skip("Dovecot is not installed")
    with dovecot.running_dovecot() as server:
        secrets = {"password": dovecot.PASSWORD}
        for port, security in ((server.imaps, "tls"), (server.imap, "starttls")):
            settings = {"address": dovecot.ADDRESS, "imap": f"127.0.0.1:{port}", "imap_security": security}  # fmt: skip
            with monkeypatch.context() as patch:
                with pytest.raises(PermanentError, match="certificate"):
                    folders(Mail(settings, secrets))
                ours = ssl.create_default_context(cafile=server.home / "cert.pem")
                patch.setattr(mail_lines, "trust", lambda ours=ours: ours)
                assert "INBOX" in folders(Mail(settings, secrets))


def test_a_server_that_promises_more_than_anybody_asked_for_is_left():
    ours, theirs = socket.socketpair()
    script = b"* OK hello\r\n* CAPABILITY IMAP4rev1\r\n%s OK done\r\n* LIST () {999999999}\r\n"

    def serve():
        tag = theirs.makefile("rb")
        theirs.sendall(b"* OK hello\r\n")
        name = tag.readline().split()[0]
        theirs.sendall(script.split(b"\r\n", 1)[1].replace(b"%s", name))

    threading.Thread(target=serve, daemon=True).start()
    client = Imap(ours, Server("mail.example", 143, "none"))
    with pytest.raises(imaplib.IMAP4.abort, match="larger"):
        client._get_response()
    ours.close()
    theirs.close()
