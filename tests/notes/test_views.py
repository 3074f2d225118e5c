"""Leaving a word for the team from the screen."""

from app.extensions import db
from app.notes.queries import notes_of


def url(comment):
    return f"/comments/{comment.id}/note"


def test_a_note_is_shown_as_one_and_never_as_a_reply(browser, insult, waiting):
    response = browser.post(url(insult), version=1, text="Demander à la commune.")

    assert response.status_code == 200
    assert 'class="note"' in response.text and "Demander à la commune." in response.text
    assert "Note for the team" in response.text
    assert waiting() == []


def test_an_empty_note_comes_back_and_changes_nothing(browser, insult):
    for text in ("", "  ", "x" * 8001):
        response = browser.post(url(insult), version=1, text=text)
        assert response.status_code == 422
        assert "field__error" in response.text
    assert notes_of(insult) == []


def test_a_note_meets_a_colleagues_change_and_stays_as_it_was_written(
    browser, sign_in, insult, nadia
):
    sign_in(nadia).post(f"/comments/{insult.id}/resolution", data={"version": 1})
    response = browser.post(url(insult), version=1, text="À voir avec Sonia.")

    assert response.status_code == 409
    assert "À voir avec Sonia." in response.text
    assert f'hx-target="#note-of-{insult.id}"' in response.text
    assert notes_of(insult) == []


def test_a_note_is_taken_back(browser, insult):
    browser.post(url(insult), version=1, text="pas ici")
    db.session.refresh(insult)
    response = browser.post(f"/activities/{insult.activities[-1].id}/undo")

    assert response.status_code == 200
    assert notes_of(insult) == []


def test_who_only_reads_leaves_no_note(sign_in, insult, victor):
    client = sign_in(victor, htmx=True)

    assert client.get(url(insult)).status_code == 403
    assert client.post(url(insult), version=1, text="x").status_code == 403
    assert notes_of(insult) == []


def test_without_javascript_a_note_is_a_page_and_leads_back(sign_in, insult, leila):
    client = sign_in(leila)
    assert "<html" in client.get(url(insult)).text

    assert client.post(url(insult), data={"version": 1, "text": "vu"}).status_code == 303
    assert [note.text for note in notes_of(insult)] == ["vu"]


def test_what_people_write_is_shown_and_never_run(browser, insult):
    response = browser.post(url(insult), version=1, text="<img src=x onerror=alert(1)>")

    assert "<img src=x" not in response.text
