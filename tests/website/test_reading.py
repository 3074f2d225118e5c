"""What the site may read back: what a moderator dealt with, and nothing hidden, ever."""

import pytest

from app.comments.actions import mark_spam, reopen, resolve
from app.extensions import db
from app.lib.clock import ago
from app.moderation.actions import hide
from app.replies.models import Reply
from tests import cast

SITE = "https://ville.example"
pytestmark = pytest.mark.usefixtures("any_app")


@pytest.fixture
def form(the_app):
    return cast.channel("website", "Parlez-nous", settings={"sites": [SITE]})


@pytest.fixture
def read(client, form):
    def ask(before=None, **headers):
        url = f"/form/{form.token}/comments.json"
        return client.get(url, query_string={"before": before} if before else {}, headers=headers)

    return ask


def left(form, text="Merci", **more):
    return cast.comment(form, text, **more)


def texts(answer):
    return [comment["text"] for comment in answer.json["comments"]]


def test_only_what_a_moderator_dealt_with_is_read_back(read, form, leila):
    resolve(left(form, "Résolu"), by=leila)
    left(form, "Encore ouvert")
    resolve(left(form, "Privé", visibility="private"), by=leila)
    resolve(left(form, "De nous", by_us=True), by=leila)
    mark_spam(left(form, "Casino"), by=leila)
    db.session.commit()

    assert texts(read()) == ["Résolu"]


def test_an_answer_of_ours_comes_with_its_comment_once_it_left(read, form, leila):
    comment = left(form, "Quand ?", author=cast.author(form, "Habiba"), answered_at=ago(hours=1))
    for text, state in (("Demain.", "sent"), ("Brouillon", "draft"), ("En attente", "waiting")):
        db.session.add(
            Reply(
                comment_id=comment.id, by_id=leila.id, text=text, state=state, sent_at=ago(hours=1)
            )
        )
    db.session.commit()
    (shown,) = read().json["comments"]

    assert shown["name"] == "Habiba" and shown["place"] is None
    assert [reply["text"] for reply in shown["replies"]] == ["Demain."]
    assert not [word for word in str(shown) if word == "@"] and "leila" not in str(shown).lower()


def test_hiding_takes_it_away_at_once_and_so_does_reopening(read, form, leila):
    first, second = left(form, "Un"), left(form, "Deux")
    resolve(first, by=leila)
    resolve(second, by=leila)
    db.session.commit()
    before = read().headers["ETag"]
    hide(first, by=leila)
    reopen(second, by=leila)
    db.session.commit()

    assert texts(read()) == [] and read().headers["ETag"] != before


def test_a_deleted_comment_is_never_shown(read, form):
    left(form, "Supprimé", state="deleted", status="done", resolved_at=ago(hours=1))

    assert texts(read()) == []


def test_pages_follow_each_other_without_gap_or_repeat(read, form):
    for number in range(45):
        left(form, f"n° {number}", status="done", resolved_at=ago(hours=1))
    found, before = [], None
    while True:
        answer = read(before).json
        found += [comment["text"] for comment in answer["comments"]]
        if not (before := answer["more"]):
            break

    assert found == [f"n° {number}" for number in reversed(range(45))]


@pytest.mark.parametrize("before", ["x", "-1", "1e9", "9" * 30, "١٢"])
def test_a_key_that_is_none_is_a_bad_request(read, before):
    assert read(before).status_code == 400


def test_nothing_new_costs_nothing(read, form):
    left(form, status="done", resolved_at=ago(hours=1))
    first = read()

    assert first.headers["Cache-Control"] == "public, max-age=60"
    assert read(**{"If-None-Match": first.headers["ETag"]}).status_code == 304


def test_only_scripts_of_the_named_sites_may_read_it(read):
    assert read(Origin=SITE).headers["Access-Control-Allow-Origin"] == SITE
    assert "Access-Control-Allow-Origin" not in read(Origin="https://other.example").headers
    assert "Origin" in read().headers["Vary"]
    assert "Set-Cookie" not in read(Origin=SITE).headers


def test_the_script_that_embeds_is_served_to_any_site(client, form):
    answer = client.get(f"/form/{form.token}/embed.js")

    assert answer.mimetype == "text/javascript" and "iframe" in answer.text
    assert client.get("/form/nobody/embed.js").status_code == 404


def test_the_questions_do_not_grow_with_the_comments(read, form):
    from sqlalchemy import event

    said = []
    event.listen(db.engine, "before_cursor_execute", lambda *told: said.append(told[2]))
    counts = []
    for size in (2, 18):
        for _ in range(size):
            left(form, author=cast.author(form), status="done", resolved_at=ago(hours=1))
        said.clear()
        read()
        counts.append(len(said))

    assert counts[0] == counts[1] <= 5
