"""The pages behind the buttons of a letter."""

import re

import pytest
from flask import current_app
from itsdangerous import URLSafeTimedSerializer

from app.escalations import links
from app.escalations.actions import escalate, settle, take, withdraw
from app.escalations.models import Escalation
from app.escalations.queries import open_escalation
from app.extensions import db
from app.lib.clock import later
from app.notes.queries import notes_of
from app.replies.queries import replies_to
from tests import cast
from tests.escalations.conftest import button_of, links_of, path_of

TAKE, SETTLE = "I take it", "Settle with an answer"


@pytest.fixture
def mine(letter):
    """The path of one of Nadia's buttons."""
    return lambda words: path_of(button_of(letter, words))


def standing(comment, escalation):
    db.session.expire_all()
    row = {column.name: getattr(escalation, column.name) for column in Escalation.__table__.columns}
    return row, comment.version, comment.assignee_id, len(comment.activities)


def test_a_guard_that_opens_every_link_triggers_nothing(client, letter, insult, escalated):
    before = standing(insult, escalated)
    for link in links_of(letter) * 2:
        for ask in (client.get, client.head):
            assert ask(path_of(link)).status_code in (200, 302)

    assert standing(insult, escalated) == before


def test_opening_shows_a_small_page_with_a_real_button_and_no_script(client, mine, insult):
    page = client.get(mine(TAKE))

    assert page.status_code == 200
    assert '<form class="form" method="post">' in page.text
    assert insult.text in page.text
    assert "<script" not in page.text and "autofocus" not in page.text
    assert 'name="viewport"' in page.text


def test_the_pages_are_told_to_nobody(client, mine):
    page = client.get(mine(TAKE))

    assert "noindex" in page.headers["X-Robots-Tag"]
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in page.headers


def test_a_lead_takes_it_without_signing_in(client, mine, insult, escalated, nadia):
    page = client.post(mine(TAKE))
    db.session.expire_all()

    assert page.status_code == 200
    assert "It is yours" in page.text
    assert (escalated.taken_by, insult.assignee) == (nadia, nadia)
    assert insult.activities[-1].by == nadia
    assert "Set-Cookie" not in page.headers


def test_a_button_dies_when_it_was_used(client, mine, insult, escalated):
    client.post(mine(TAKE))
    before = standing(insult, escalated)

    for ask in (client.get, client.post):
        page = ask(mine(TAKE))
        assert page.status_code == 410
        assert "already took it" in page.text
    assert standing(insult, escalated) == before
    assert client.get(mine(SETTLE)).status_code == 200


def test_a_lead_settles_with_a_note(client, mine, insult, escalated, nadia):
    page = client.post(mine(SETTLE), data={"text": "Ne pas répondre.", "kept_as": "note"})
    db.session.expire_all()

    assert page.status_code == 200
    assert [note.text for note in notes_of(insult)] == ["Ne pas répondre."]
    assert escalated.settled_by == nadia
    again = client.post(mine(SETTLE), data={"text": "Encore.", "kept_as": "note"})
    assert again.status_code == 410
    assert len(notes_of(insult)) == 1


def test_an_answer_for_the_public_waits_for_a_moderator(
    client, question, leila, nadia, run_all, post_office
):
    escalate(question, by=leila, to=nadia, reason="Qui répond ?")
    db.session.commit()
    run_all()
    run_all()
    where = path_of(button_of(post_office.letters[0], SETTLE))
    assert "a reply" in client.get(where).text
    client.post(where, data={"text": "Jeudi à 9 h.", "kept_as": "reply"})

    assert [answer.state for answer in replies_to(question)] == ["draft"]


def test_where_nobody_can_answer_only_a_note_is_offered(client, mine, insult):
    assert 'value="reply"' not in client.get(mine(SETTLE)).text
    page = client.post(mine(SETTLE), data={"text": "Bonjour", "kept_as": "reply"})

    assert page.status_code == 422
    assert replies_to(insult) == []


@pytest.mark.parametrize("form", [{}, {"text": " ", "kept_as": "note"}, {"text": "Bonjour"}])
def test_a_settlement_without_words_comes_back_and_changes_nothing(
    client, mine, insult, escalated, form
):
    before = standing(insult, escalated)
    page = client.post(mine(SETTLE), data=form)

    assert page.status_code == 422
    assert "field__error" in page.text
    assert standing(insult, escalated) == before


def test_an_answer_that_is_too_long_for_the_platform_comes_back_as_it_was_written(
    client, question, leila, nadia, app
):
    escalate(question, by=leila, to=nadia, reason="Qui répond ?")
    db.session.commit()
    where = path_of(links.button(open_escalation(question), links.SETTLE))
    page = client.post(where, data={"text": "Jeudi " * 60, "kept_as": "reply"})

    assert page.status_code == 422
    assert "Jeudi Jeudi" in page.text
    assert open_escalation(question)


def closed_by(how, escalated, leila, nadia, amel):
    if how == "settled":
        settle(escalated, by=nadia, text="Fait.", kept_as="note")
    elif how == "withdrawn":
        withdraw(escalated, by=leila)
    elif how == "passed on":
        escalated.to_id = amel.id
    else:
        take(escalated, by=amel)
    db.session.commit()


@pytest.mark.parametrize("how", ["settled", "withdrawn", "passed on", "taken by another"])
@pytest.mark.parametrize("words", [TAKE, SETTLE])
def test_a_button_dies_when_somebody_else_was_faster(
    client, mine, insult, escalated, leila, nadia, amel, how, words
):
    closed_by(how, escalated, leila, nadia, amel)
    before = standing(insult, escalated)
    page = client.post(mine(words), data={"text": "Trop tard", "kept_as": "note"})

    assert page.status_code == 410
    assert "Nothing to do here" in page.text
    assert standing(insult, escalated) == before


def test_letters_written_before_it_came_back_to_the_same_lead_open_nothing(client, mine, escalated):
    escalated.links_from = later(minutes=1)
    db.session.commit()

    assert client.post(mine(TAKE)).status_code == 410


def test_a_button_is_good_for_a_week(client, mine, insult, escalated, monkeypatch):
    monkeypatch.setattr(links, "GOOD_FOR", -1)

    assert client.get(mine(TAKE)).status_code == 410
    assert client.post(mine(TAKE)).status_code == 410
    db.session.expire_all()
    assert escalated.taken_at is None


def test_a_button_of_a_lead_who_left_opens_nothing(client, mine, nadia, escalated):
    nadia.active = False
    db.session.commit()

    assert client.post(mine(TAKE)).status_code == 410
    db.session.expire_all()
    assert escalated.taken_at is None


def changed(token, place):
    return token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]


def test_a_button_that_was_tampered_with_opens_nothing(client, mine, escalated):
    token = mine(TAKE).rpartition("/")[2]
    payload = token.index(".")
    for place in (0, payload // 2, payload + 2, len(token) - 3):
        assert client.post(f"/e/{changed(token, place)}").status_code == 404
    for other in ("x", token[:-4], token + "A", "a.b.c", "%00", "é"):
        assert client.post(f"/e/{other}").status_code == 404
    db.session.expire_all()
    assert escalated.taken_at is None


@pytest.mark.parametrize(
    ("secret", "salt"), [("z" * 40, "escalation letter"), (None, "another letter")]
)
def test_a_signature_of_another_house_or_another_kind_opens_nothing(
    client, escalated, nadia, secret, salt
):
    forger = URLSafeTimedSerializer(secret or current_app.config["SECRET_KEY"], salt=salt)
    token = forger.dumps(["take", escalated.id, nadia.id])

    assert client.post(f"/e/{token}").status_code == 404


def test_a_button_for_one_comment_does_nothing_to_another(client, mine, page, leila, nadia):
    other = cast.comment(page)
    escalate(other, by=leila, to=nadia, reason="Autre chose")
    db.session.commit()
    client.post(mine(TAKE))
    db.session.expire_all()

    assert open_escalation(other).taken_at is None


@pytest.mark.parametrize(("locale", "direction"), [("fr", "ltr"), ("ar", "rtl")])
def test_the_pages_are_in_the_leads_language_whatever_the_browsers(
    client, mine, nadia, locale, direction
):
    nadia.locale = locale
    db.session.commit()
    page = client.get(mine(TAKE), headers={"Accept-Language": "en"})

    assert re.search(f'<html lang="{locale}" dir="{direction}">', page.text)
