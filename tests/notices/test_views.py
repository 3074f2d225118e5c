"""The bell on every page, its list, and following, on the screen."""

from sqlalchemy import event

from app.extensions import db
from app.lib.transaction import transaction
from app.notes.actions import note
from app.notices.following import follow
from app.notices.queries import follows, how_many_unread, notices_of, wishes_of
from tests import cast


def test_the_bell_costs_one_question_whatever_is_told(sign_in, leila, nadia, page):
    comments = [cast.comment(page) for _ in range(9)]
    client, asked = sign_in(leila), []
    client.get("/inbox")
    with transaction():
        for comment in comments:
            follow(comment, leila)
            note(comment, "Vu.", by=nadia)

    @event.listens_for(db.engine, "before_cursor_execute")
    def listen(connection, cursor, statement, *more):
        asked.append(statement)

    text = client.get("/inbox").text
    assert [one for one in asked if "notices" in one and "FROM notices" in one].__len__() == 1
    assert not [one for one in asked if "followings" in one]
    assert 'data-count="9"' in text
    asked.clear()
    assert client.get("/notices").text.count('class="told told--new"') == 9
    assert len([one for one in asked if "FROM notices" in one]) <= 3
    event.remove(db.engine, "before_cursor_execute", listen)


def test_a_line_leads_to_its_comment_and_is_read(sign_in, leila, nadia, insult):
    with transaction():
        note(insult, "@Leila regarde", by=nadia)
    (line,) = notices_of(leila).rows
    client = sign_in(leila)
    assert "Nadia mentioned you in a note" in client.get("/notices").text
    assert "7mar" not in client.get("/notices").text
    met = client.post(f"/notices/{line.id}/read")
    assert met.status_code == 303 and met.location == f"/inbox/{insult.id}"
    assert how_many_unread(leila) == 0
    assert sign_in(nadia).post(f"/notices/{line.id}/read").status_code == 404


def test_all_are_read_at_once_and_more_are_a_page_away(sign_in, leila, nadia, page):
    with transaction():
        for _ in range(35):
            note(cast.comment(page), "@Leila", by=nadia)
    client = sign_in(leila)
    assert "before=" in client.get("/notices").text
    client.post("/notices/read")
    assert how_many_unread(leila) == 0


def test_following_is_a_button_with_and_without_a_script(browser, sign_in, leila, insult):
    assert 'aria-pressed="true"' in browser.post(f"/comments/{insult.id}/following").text
    assert follows(insult, leila)
    assert sign_in(leila).post(f"/comments/{insult.id}/following/undo").status_code == 303
    db.session.expire_all()
    assert not follows(insult, leila)


def test_wishes_are_kept_from_the_profile(sign_in, leila):
    client = sign_in(leila)
    assert 'name="digest"' in client.get("/profile").text
    said = {"digest": "weekly", "quiet_from": "20", "quiet_to": "8", "mail_mentioned": "y"}
    assert client.post("/notices/wishes", data=said).status_code == 303
    wishes = wishes_of(leila.id)
    assert (wishes.digest, wishes.quiet_from, wishes.follow_noted) == ("weekly", 20, False)
    assert wishes.digest_at.weekday() == 0
