"""Letters as people's programs make them: what is read of them, and which are no comments at all."""

from datetime import UTC, datetime

import pytest

from app.connectors.mail import Mail
from app.connectors.mail_letters import letter_told
from app.connectors.mail_words import title_of, written

ARRIVED = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
HEAD = "From: Sami <Sami@Mail.example>\nMessage-ID: <1@x>\n"


def read(raw, **more):
    raw = raw if isinstance(raw, bytes) else raw.encode()
    raw = raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    return letter_told(raw, size=more.get("size", len(raw)), arrived=ARRIVED)


@pytest.mark.parametrize(
    "head",
    [
        "Auto-Submitted: auto-generated\nX-Auto-Response-Suppress: All", "Auto-Submitted: auto-replied", "Precedence: bulk",
        "Precedence: LIST", "List-Id: <news.example>", "X-Autoreply: yes", "Return-Path: <>",
        "Content-Type: multipart/report; boundary=b; report-type=delivery-status",
    ],
)  # fmt: skip
def test_what_a_machine_wrote_is_no_comment(head):
    assert read(f"{HEAD}{head}\n\nJe suis absent") is None


@pytest.mark.parametrize("head", ["Auto-Submitted: no", "Precedence: normal", "Return-Path: <sami@mail.example>"])  # fmt: skip
def test_what_a_person_wrote_is_one(head):
    assert read(f"{HEAD}{head}\n\nBonjour")["text"].strip() == "Bonjour"


@pytest.mark.parametrize("box", ["MAILER-DAEMON", "postmaster"])
def test_the_post_office_is_nobody(box):
    assert read(f"From: {box}@mail.example\n\nUndelivered") is None


@pytest.mark.parametrize(
    ("raw", "subject", "text"),
    [
        (b"Subject: =?utf-8?b?2LPZhNin2YU=?= =?windows-1256?q?=D3=E1=C7=E3?=\n\nx", "سلامسلام", "x"),
        ("Subject: Réunion à Béja\n\nx".encode(), "Réunion à Béja", "x"),
        ("Subject: Réunion\n\nÇa va".encode("cp1252"), "Réunion", "Ça va"),
        (b"Subject: =?klingon?q?x?= !\nContent-Type: text/plain; charset=\"klingon\"\n\n\xc3\xa9t\xc3\xa9", "x!", "été"),
        ("Content-Type: text/plain; charset=windows-1256\n\nسلام".encode("cp1256"), "", "سلام"),
        (b"Content-Type: text/plain; charset=hex\n\nabc", "", "abc"),
        (b"Content-Type: text/plain; format=flowed\n\nUne ligne \nqui continue\n-- \nSami", "", "Une ligne qui continue\r\n-- \r\nSami"),
    ],
)  # fmt: skip
def test_words_are_read_in_whatever_they_were_written(raw, subject, text):
    letter = read(HEAD.encode() + raw)
    assert (letter["subject"].replace(" ", ""), letter["text"].strip()) == (subject.replace(" ", ""), text)  # fmt: skip


def test_what_was_broken_on_its_way_still_has_a_name_a_time_and_a_place():
    bare = read("Date: yesterday\nSubject: x\n\nSans nom")
    assert bare["id"].startswith("letter:") and bare["from"] is None
    assert bare["at"] == ARRIVED.isoformat()
    assert read("Date: yesterday\nSubject: x\n\nSans nom")["id"] == bare["id"]
    assert read(f"{HEAD}Date: Fri, 01 Jan 2150 00:00:00 +0100\n\nx")["at"] == ARRIVED.isoformat()
    assert read(f"{HEAD}Date: Fri, 20 Nov 2026 09:00:00\n\nx")["at"] == "2026-11-20T09:00:00+00:00"
    long = read(f"Message-ID: <{'a' * 300}@x>\nIn-Reply-To: <{'a' * 300}@x>\n\nx")
    assert long["id"] == long["answers"][0] and len(long["id"]) < 100
    many = read(f"{HEAD}References: {' '.join(f'<{n}@x>' for n in range(40))}\n\nx")["references"]
    assert (many[0], many[-1], len(many)) == ("0@x", "39@x", 12)


def test_a_letter_within_a_letter_is_a_file_and_html_is_read_only_when_alone():
    both = "Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/html\n\n<p>HTML</p>\n--b\n"
    letter = read(f"{HEAD}{both}Content-Type: text/plain\n\nTexte\n--b--\n")
    assert (letter["kind"], letter["text"].strip()) == ("plain", "Texte")
    mixed = "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/html\n\n<p>Seul</p>\n--b\n"
    letter = read(f"{HEAD}{mixed}Content-Type: message/rfc822\n\nSubject: autre\n\nPas de moi\n--b--\n")  # fmt: skip
    assert letter["kind"] == "html" and "Pas de moi" not in letter["text"]
    assert [each["type"] for each in letter["files"]] == ["message/rfc822"]


@pytest.mark.parametrize(
    "text",
    [
        "Merci\n\nOn Fri, 20 Nov 2026 at 09:15, PACT <contact@pact.example> wrote:\n> Bonjour\n> à vous",
        "Merci\n\nLe ven. 20 nov. 2026 à 09:15, PACT <contact@pact.example> a\nécrit :\n\n> Bonjour",
        "Merci\n\nفي الجمعة، 20 نوفمبر 2026 في 9:15 ص كتب PACT <contact@pact.example>:\n> Bonjour",
        "Merci\n\n-----Message d'origine-----\nDe : PACT\nEnvoyé : vendredi\n\nBonjour",
        "Merci\n\n________________________________\nFrom: PACT <contact@pact.example>\nSent: Friday\nTo: me\n\nBonjour",
        "Merci\n\nمن: PACT <contact@pact.example>\nتم الإرسال: الجمعة\nإلى: أنا\n\nBonjour",
        "Le 20/11/2026 à 09:15, PACT a écrit :\n> Bonjour\n\nMerci\n",
        "Merci\n\nEnvoyé de mon iPhone\n\n> Bonjour",
        "Merci\n-- \nSami\n+216 00 000 000",
        "Merci\n\nSent from my Galaxy",
    ],
)  # fmt: skip
def test_only_what_is_new_in_a_letter_is_shown(text):
    assert written("plain", text, answers=True).strip("_\n ") == "Merci"


@pytest.mark.parametrize("quote", ['<div class="gmail_quote">', '<blockquote type="cite">', '<div id="divRplyFwdMsg">'])  # fmt: skip
def test_only_what_is_new_in_html_is_shown(quote):
    markup = f"<style>p{{}}</style><p>Merci <b>bien</b></p>{quote}<p>Bonjour</p>"
    assert written("html", markup, answers=True) == "Merci bien"
    assert "Bonjour" in written("html", markup, answers=False), "what somebody hands on is theirs"


def test_nothing_is_cut_that_would_leave_nothing_or_that_no_letter_said():
    assert written("plain", "> Bonjour\n> à tous", answers=True) == "Bonjour\nà tous"
    told = "Le maire a écrit : rien.\nDe: la route\n\nOn n'a pas d'eau."
    assert written("plain", told, answers=False) == told
    assert written("plain", "x" * 50_000 + "\n>" * 50_000, answers=True).endswith("…")
    assert written("plain", "\u202eabc\nمرحبا", answers=False) == "abc\nمرحبا"


@pytest.mark.parametrize("subject", ["Eau", "Re: Eau", "RE: TR : Fwd: Eau", "رد: Re[2]: Eau", "[EXTERNAL] AW: Eau"])  # fmt: skip
def test_a_subject_is_the_same_whatever_it_gathered(subject):
    assert title_of(subject) == "Eau"


def test_our_own_letters_are_ours_and_are_never_answered_to_ourselves():
    ours = Mail({"address": "Contact@pact.example"}, {})
    letter = read("From: contact@PACT.example\nMessage-ID: <1@x>\n\nx")
    assert ours.is_ours(letter) and not ours.is_ours(read(f"{HEAD}\nx"))
    looped = read(f"{HEAD}Reply-To: contact@pact.example\n\nx")
    assert ours.back_to(looped) == "sami@mail.example"
