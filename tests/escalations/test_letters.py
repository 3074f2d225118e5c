"""What a lead reads, and the buttons in it."""

import re

import pytest

from app.comments.masking import first_words, masked
from app.escalations.actions import escalate, withdraw
from app.extensions import db
from tests import cast
from tests.escalations.conftest import button_of, html_of, links_of, text_of


def send(comment, leila, nadia, run_all, **more):
    escalate(comment, by=leila, to=nadia, reason=more.pop("reason", "Pourquoi ?"), **more)
    db.session.commit()
    run_all()
    run_all()


def test_the_subject_says_how_urgent_where_and_what_without_the_rude_word(letter, insult):
    assert letter["To"] == "nadia@example.org"
    assert letter["Subject"].startswith("Needs you today: Page de PACT")
    assert "7mar" not in letter["Subject"] and "7•••" in letter["Subject"]


def test_the_words_the_classifier_marked_are_masked_too():
    text = "Ces gens sont des zouaves finis"
    start = text.index("zouaves")

    assert masked(text, [(start, start + 3, 0.9)]) == "Ces gens sont des z•••••• finis"
    assert masked("يا حمار، وينك") == "يا ح•••، وينك"
    assert masked("Connard! la conne") == "C••••••! la c••••"
    assert masked("concert à Connecticut") == "concert à Connecticut"


def test_first_words_are_one_line_without_marks_that_turn_it_around():
    assert first_words("un\ndeux\u202e trois\u2066") == "un deux trois"
    assert first_words("mot " * 40).endswith("mot…")
    assert len(first_words("x" * 500)) <= 61


def test_a_subject_cannot_carry_another_header_or_turn_around(
    app, page, leila, nadia, run_all, post_office
):
    page.name = "Page\r\nBcc: all@example.org\u202e"
    nasty = cast.comment(page, "bonjour\r\nBcc: someone@example.org\u202egnp.exe")
    send(nasty, leila, nadia, run_all)

    (message,) = post_office.letters
    assert message["Bcc"] is None
    assert not re.search("[\n\r\u202a-\u202e\u2066-\u2069]", message["Subject"])
    assert post_office.envelopes[0].rcpt_tos == ["nadia@example.org"]


def test_text_and_html_carry_the_comment_its_thread_and_the_reason(
    app, page, leila, nadia, run_all, post_office
):
    post = cast.post(page, "Réunion publique à Sidi Khiar")
    first = cast.comment(page, "Où est l'argent ?", author=cast.author(page, "Moncef"))
    insult = cast.comment(
        page, "ya 7mar <b>sor9a</b>", thread=first.thread, post=post, author=cast.author(page),
        scores={"toxic": 0.93, "question": 0.1}, url="https://platform.example/c/1",
    )  # fmt: skip
    send(insult, leila, nadia, run_all, reason="Accuse l'équipe de vol.")

    (message,) = post_office.letters
    for body in (text_of(message), html_of(message)):
        for words in (
            "Leila",
            "Sami",
            "Moncef",
            "Sidi Khiar",
            "very likely",
            "https://platform.example/c/1",
        ):
            assert words in body
        assert "Où est l" in body and "Accuse l" in body
    assert "ya 7mar <b>sor9a</b>" in text_of(message)
    assert "<b>sor9a</b>" not in html_of(message)


def test_every_button_stands_in_text_and_html(letter, insult):
    text, html = text_of(letter), html_of(letter)
    for words in ("I take it", "Settle with an answer"):
        link = button_of(letter, words)
        assert link.startswith("http://127.0.0.1:8000/e/")
        assert link in text and link in html
    assert f"/inbox/{insult.id}" in text
    assert len(links_of(letter)) == 3


@pytest.mark.parametrize(("locale", "direction"), [("fr", "ltr"), ("ar", "rtl"), ("en", "ltr")])
def test_the_letter_is_in_its_readers_language_and_direction(
    app, insult, leila, nadia, run_all, post_office, locale, direction
):
    nadia.locale = locale
    send(insult, leila, nadia, run_all)

    (message,) = post_office.letters
    assert message["Content-Language"] == locale
    assert f'<html lang="{locale}" dir="{direction}">' in html_of(message)


def test_words_of_people_take_their_own_direction_in_the_letter(
    app, page, leila, nadia, run_all, post_office
):
    comment = cast.comment(page, "علاش الماء مقصوص؟")
    send(comment, leila, nadia, run_all, reason="Pourquoi ?")

    html = html_of(post_office.letters[0])
    assert re.search(r'<blockquote dir="rtl"[^>]*>علاش', html)
    assert re.search(r'<blockquote dir="ltr"[^>]*>Pourquoi', html)


def test_the_letter_is_written_once_though_its_task_runs_twice(letter, escalated, post_office):
    from app.escalations.reminders import send as send_once

    send_once(escalated.id)
    db.session.commit()
    assert len(post_office.letters) == 1
    from app.letters.models import Letter

    assert db.session.query(Letter).count() == 1


def test_who_was_asked_hears_that_nobody_waits_any_more(
    app, insult, leila, escalated, letter, run_all, post_office
):
    withdraw(escalated, by=leila)
    db.session.commit()
    run_all()

    last = post_office.letters[-1]
    assert last["To"] == "nadia@example.org"
    assert (
        last["Subject"].startswith("No longer needed: Page de PACT")
        and "7mar" not in last["Subject"]
    )


def test_a_question_taken_back_before_its_letter_left_leaves_none(
    app, leila, escalated, run_all, post_office
):
    withdraw(escalated, by=leila)
    db.session.commit()
    run_all()

    assert post_office.letters == []
