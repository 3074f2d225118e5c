"""The letter to a lead, and the page behind its button."""

import pytest

from app.extensions import db
from app.jobs import Task
from app.lib.clock import later, now
from app.replies.actions import reply
from app.replies.approval.actions import approve
from app.replies.models import Reply
from tests import cast
from tests.escalations.conftest import links_of, path_of, text_of
from workers import letters, replies, runner  # noqa: F401

INSULT = "Espèce de 7mar, où va l'eau ?"
WORDS = "Demain matin, promis."


@pytest.fixture
def rim(the_app):
    return cast.person("Rim", "moderator", in_training=True)


@pytest.fixture
def held(village, rim, nadia):
    channel = cast.channel("village")
    comment = cast.comment(channel, INSULT, author=cast.author(channel))
    reply(comment, WORDS, by=rim)
    db.session.commit()
    return db.session.query(Reply).one()


@pytest.fixture
def run_all(the_app):
    def run():
        for _ in range(3):
            waiting = db.session.query(Task).filter(Task.done_at.is_(None))
            waiting.update({"due_at": now()}, synchronize_session=False)
            db.session.commit()
            while runner.run_tasks():
                pass
        db.session.expire_all()

    return run


@pytest.fixture
def letter(held, post_office, run_all):
    run_all()
    return post_office.letters[-1]


@pytest.fixture
def door(letter):
    return path_of(next(link for link in links_of(letter) if "/y/" in link))


def test_the_letter_tells_all_and_its_subject_can_be_read_in_public(letter):
    assert letter["To"] == "nadia@example.org"
    assert "7mar" not in letter["Subject"] and "waits for your yes" in letter["Subject"]
    body = text_of(letter)
    assert INSULT in body and WORDS in body and "Rim is in training" in body


def test_a_guard_that_opens_every_link_says_no_yes(client, letter, held, village, run_all):
    for link in links_of(letter) * 2:
        for ask in (client.get, client.head):
            assert ask(path_of(link)).status_code in (200, 302)
    run_all()
    assert (held.state, village.done) == ("held", [])


def test_the_page_is_a_real_form_and_is_told_to_nobody(client, door):
    page = client.get(door)
    assert page.status_code == 200
    assert '<form class="form" method="post">' in page.text and "<script" not in page.text
    assert INSULT.replace("'", "&#39;") in page.text and WORDS in page.text
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "Set-Cookie" not in page.headers


def test_a_lead_says_yes_without_signing_in(client, door, held, nadia, run_all, village):
    page = client.post(door, data={"say": "yes"})
    run_all()

    assert page.status_code == 200 and "leaves in a moment" in page.text
    assert [done[2] for done in village.done] == [WORDS]
    assert held.approvals[0].answered_by == nadia
    for ask in (client.get, client.post):
        assert ask(door).status_code == 410


def test_a_lead_answers_in_other_words(client, door, run_all, village):
    assert client.post(door, data={"say": "change", "text": " "}).status_code == 422
    assert client.post(door, data={"say": "change", "text": "À {heure}."}).status_code == 422
    assert client.post(door, data={"say": "change", "text": "Jeudi."}).status_code == 200
    run_all()
    assert [done[2] for done in village.done] == ["Jeudi."]


def test_a_lead_sends_it_back(client, door, held, run_all, village, rim):
    assert client.post(door, data={"say": "return", "word": ""}).status_code == 422
    page = client.post(door, data={"say": "return", "word": "Sans promesse."})
    run_all()

    assert page.status_code == 200 and "Rim sees your word" in page.text
    assert (held.state, held.comment.assignee, village.done) == ("draft", rim, [])


def test_a_forged_link_opens_nothing(client, door):
    assert client.post(door[:-4] + "AAAA", data={"say": "yes"}).status_code == 404


def test_a_link_of_another_letter_opens_nothing(client, held):
    from app.lib.links import signer

    token = signer("escalation letter").dumps([held.approvals[0].id, held.approvals[0].to_id])
    assert client.post(f"/y/{token}").status_code == 404


def test_an_old_link_opens_nothing(client, door, held, monkeypatch):
    from itsdangerous import TimestampSigner

    future = int(later(days=8).timestamp())
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda self: future)
    assert client.post(door, data={"say": "yes"}).status_code == 410
    db.session.expire_all()
    assert held.state == "held"


def test_who_decides_no_longer_opens_nothing(client, door, held, nadia, the_app):
    nadia.roles = [cast.Role(name="moderator")] if not nadia.roles else nadia.roles
    nadia.active = False
    db.session.commit()
    assert client.post(door, data={"say": "yes"}).status_code == 410
    db.session.expire_all()
    assert held.state == "held"


def test_two_leads_at_once_say_it_once(client, door, held, amel, run_all, village):
    approve(held, by=amel)
    db.session.commit()
    page = client.post(door, data={"say": "change", "text": "Jeudi."})
    run_all()
    assert page.status_code == 410 and "Amel already said yes" in page.text
    assert [done[2] for done in village.done] == [WORDS]


def test_what_was_taken_back_in_time_is_never_written_about(
    held, rim, post_office, run_all, sign_in
):
    before = len(post_office.letters)
    sign_in(rim, htmx=True).post(f"/replies/{held.id}/undo")
    run_all()
    assert len(post_office.letters) == before


def test_the_same_words_to_many_are_one_letter(held, rim, post_office, run_all):
    before = len(post_office.letters)
    for _ in range(4):
        reply(cast.comment(held.comment.channel), WORDS, by=rim)
    db.session.commit()
    run_all()
    assert len(post_office.letters) == before + 1
    assert "at 4 other comments" in text_of(post_office.letters[-1])
