"""The public form: anybody may leave words, no program may, and nothing that was written is lost."""

import io
import re
import sqlite3
from urllib.parse import urlencode

import pytest

from app.comments.models import Comment
from app.extensions import db
from app.factory import create_app
from app.ingest.actions import process
from app.ingest.models import RawEvent
from app.lib.limits import limiter
from app.website import marks
from tests import cast
from tests.conftest import settings

SITE = "https://ville.example"


@pytest.fixture
def form(the_app):
    return cast.channel("website", "Parlez-nous", settings={"sites": [SITE]})


@pytest.fixture
def citizen(client, form, monkeypatch):
    """Somebody who opens the form, takes their time, and sends it."""
    monkeypatch.setattr(marks, "QUICKEST", -1)
    return Citizen(client, f"/form/{form.token}")


class Citizen:
    def __init__(self, client, url):
        self.client, self.url = client, url

    def opens(self, **args):
        return self.client.get(self.url, query_string=args, headers={"Accept-Language": "en"})

    def mark(self):
        return re.search(r'name="mark"[^>]*value="([^"]+)"', self.opens().text)[1]

    def sends(self, mark=None, **words):
        words = {"text": "علاش الماء مقصوص؟", "mark": mark or self.mark()} | words
        return self.client.post(self.url, data=words, headers={"Accept-Language": "en"})


def kept():
    db.session.rollback()
    while process():
        pass
    return db.session.query(Comment).all()


def test_what_a_citizen_writes_is_in_the_inbox(citizen, form):
    answer = citizen.sends(name="Habiba", place="سيدي خيار")
    (comment,) = kept()

    assert answer.status_code == 303
    assert (comment.text, comment.channel_id) == ("علاش الماء مقصوص؟", form.id)
    assert (comment.author.name, comment.post.title) == ("Habiba", "سيدي خيار")
    assert comment.visibility == "public" and comment.can("reply") and comment.can("hide")


def test_the_thanks_page_gives_the_reference_that_the_comment_has(citizen):
    answer = citizen.client.get(citizen.sends().location)
    (comment,) = kept()

    assert answer.status_code == 200 and comment.platform_id in answer.text
    assert re.fullmatch(r"[A-Z2-7]{4}(-[A-Z2-7]{4}){3}", comment.platform_id)


def test_nothing_but_the_words_must_be_given_and_nobody_is_made_up(citizen):
    citizen.sends()
    (comment,) = kept()

    assert not comment.author or not comment.author.name
    assert comment.post is None


def test_two_people_of_the_same_name_are_two_people(citizen):
    citizen.sends(name="Sami", text="Bravo")
    citizen.sends(name="Sami", text="Honte à vous")

    assert len({comment.author_id for comment in kept()}) == 2


def test_words_for_the_team_alone_are_kept_private(citizen):
    citizen.sends(private="y")

    assert [comment.visibility for comment in kept()] == ["private"]


def test_sent_twice_is_one_comment_and_other_words_from_the_same_page_are_another(citizen):
    mark = citizen.mark()
    first, second = citizen.sends(mark), citizen.sends(mark)
    citizen.sends(mark, text="Et l'école ?")

    assert first.location == second.location
    assert len(kept()) == 2


@pytest.mark.parametrize("nothing", ["", "   \n ", "!!! …", "\u202e\u200b"])
def test_an_empty_message_comes_back_with_what_was_written_around_it(citizen, nothing):
    answer = citizen.sends(text=nothing, name="Ha<b>iba")

    assert answer.status_code == 422 and "Please write a few words." in answer.text
    assert 'value="Ha&lt;b&gt;iba"' in answer.text
    assert kept() == []


def test_too_much_at_once_is_told_and_not_lost(citizen):
    answer = citizen.sends(text="é" * 5001)

    assert answer.status_code == 422 and "5000 characters at most" in answer.text
    assert "é" * 5000 in answer.text


def test_five_thousand_characters_on_many_lines_are_not_too_much(citizen):
    text = "\r\n".join(["ligne"] * 800)

    assert citizen.sends(text=text).status_code == 303
    assert kept()[0].text == text.replace("\r\n", "\n")


def test_who_fills_in_the_hidden_field_is_told_and_nothing_is_kept(citizen):
    answer = citizen.sends(subject="cheap watches")

    assert answer.status_code == 422 and "programs fill it in" in answer.text
    assert db.session.query(RawEvent).count() == 0


def test_a_form_that_was_not_drawn_by_us_keeps_the_words_and_gets_a_mark(citizen, form):
    for forged in ("", "nonsense", marks.signer().dumps(["another channel", "x"])):
        answer = citizen.sends(forged or " ", text="Bonjour")
        assert answer.status_code == 422 and "Bonjour" in answer.text
        assert re.search(r'name="mark"[^>]*value="([^"]{20,})"', answer.text)
    assert kept() == []


def test_quicker_than_anybody_writes_is_asked_to_look_again(citizen, monkeypatch):
    monkeypatch.setattr(marks, "QUICKEST", 3)
    answer = citizen.sends(text="Bonjour")

    assert answer.status_code == 422 and "very quick" in answer.text and "Bonjour" in answer.text
    assert kept() == []


def test_a_page_left_open_for_a_day_can_still_be_sent_again(citizen, monkeypatch):
    monkeypatch.setattr(marks, "OLDEST", -1)
    answer = citizen.sends(text="Bonjour")

    assert answer.status_code == 422 and "open for a long time" in answer.text
    assert "Bonjour" in answer.text


def test_no_cookie_is_ever_set(citizen):
    answers = [
        citizen.opens(),
        citizen.opens(language="ar"),
        citizen.opens(lang="ar"),
        citizen.sends(),
    ]
    answers += [citizen.client.get(answers[-1].location), citizen.sends(text="")]

    assert [answer.headers.get("Set-Cookie") for answer in answers] == [None] * 6


@pytest.mark.parametrize(
    ("language", "direction", "word"),
    [("fr", "ltr", "fr"), ("ar", "rtl", "ar"), ("en", "ltr", "Send")],
)
def test_it_speaks_the_language_of_its_address(citizen, language, direction, word):
    page = citizen.opens(language=language).text

    assert f'<html lang="{language}" dir="{direction}">' in page and word in page


def test_only_the_named_sites_may_frame_it(client, form):
    alone = client.get(f"/form/{form.token}").headers
    framed = client.get(f"/form/{form.token}/embed").headers

    assert "frame-ancestors 'none'" in alone["Content-Security-Policy"]
    assert alone["X-Frame-Options"] == "DENY"
    assert f"frame-ancestors 'self' {SITE}" in framed["Content-Security-Policy"]
    assert "X-Frame-Options" not in framed


def test_nobody_waits_for_words_that_travel_slowly(citizen, the_app):
    other = sqlite3.connect(the_app.config["DATABASE_URL"].removeprefix("sqlite:///"), timeout=0)
    body = urlencode({"text": "Bonjour", "mark": citizen.mark()}).encode()
    written = []

    class Slow(io.BytesIO):
        def readinto(self, room):
            other.execute("UPDATE channels SET name = name")
            other.commit()
            written.append(True)
            return super().readinto(room)

    answer = citizen.client.post(
        citizen.url,
        input_stream=Slow(body),
        content_length=len(body),
        content_type="application/x-www-form-urlencoded",
    )
    assert answer.status_code == 303 and written


def test_a_paused_form_is_closed_and_an_archived_one_is_gone(citizen, form):
    mark = citizen.mark()
    form.paused_at = cast.ago(minutes=1)
    db.session.commit()
    assert "closed at the moment" in citizen.opens().text
    closed = citizen.sends(mark, text="Bonjour")
    assert closed.status_code == 503 and kept() == []

    form.archived_at = cast.ago(minutes=1)
    db.session.commit()
    assert citizen.opens().status_code == 404


def test_the_address_of_another_kind_of_channel_is_no_form(client, page):
    assert client.get(f"/form/{page.token}").status_code == 404


def test_a_made_up_reference_is_not_shown(client, form):
    url = f"/form/{form.token}/thanks?ref=<script>"

    assert client.get(url).status_code == 404


@pytest.fixture
def counting(sqlite, home, monkeypatch):
    """An app that counts visits, while Redis is away."""
    monkeypatch.setattr(marks, "QUICKEST", -1)
    app = create_app(settings(sqlite.fresh(), home), TESTING=True)
    limiter._storage_dead = False
    with app.app_context():
        yield app
        db.session.remove()


def test_a_flood_from_one_address_is_stopped_and_the_words_come_back(counting):
    channel = cast.channel("website", "Parlez-nous")
    client = counting.test_client()
    flood = Citizen(client, f"/form/{channel.token}")
    answers = [flood.sends(text=f"Message {number}") for number in range(12)]

    assert [answer.status_code for answer in answers] == [303] * 10 + [429] * 2
    assert "Please wait a minute" in answers[-1].text and "Message 11" in answers[-1].text
    assert len(kept()) == 10
