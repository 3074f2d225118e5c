"""A letter: written in its reader's language, kept, sent once."""

from pathlib import Path

import pytest
from jinja2 import ChoiceLoader, FileSystemLoader

from app import jobs
from app.extensions import db
from app.jobs import Task
from app.letters import actions
from app.letters.models import Letter
from app.letters.queries import last_try
from app.letters.secrecy import without_keys
from app.lib.errors import PermanentError, Refused
from app.lib.links import public_url
from app.lib.transaction import transaction
from workers.letters import send_letter
from workers.runner import run_tasks

KEY = "Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmE1Njc"
LINK = f"https://sada.example/invitations/{KEY}"


@pytest.fixture
def write(app):
    """Write a letter as a request would, and give its number."""
    app.jinja_loader = ChoiceLoader(
        [app.jinja_loader, FileSystemLoader(Path(__file__).parent / "templates")]
    )
    app.jinja_env.loader = app.jinja_loader

    def write(to="nadia@example.org", locale="fr", name="Nadia", link=LINK):
        with transaction():
            letter = actions.post(to, template="hello", locale=locale, name=name, link=link)
        return letter.id

    return write


def read(letter_id):
    db.session.expire_all()
    return db.session.get(Letter, letter_id)


def due_now():
    """Let the tasks that wait for another try be due."""
    with transaction():
        for task in db.session.query(Task).filter(Task.done_at.is_(None)):
            task.due_at = task.made_at


def test_a_letter_is_kept_with_the_work_of_sending_it(write, waiting):
    letter = read(write())

    assert letter.state == "waiting"
    assert letter.text.endswith(LINK + "\n")
    assert waiting() == [(jobs.SEND_LETTER.name, letter.id)]


def test_what_somebody_called_themselves_is_text_and_one_line(write):
    letter = read(write(name="<b>Sami</b>\r\nBcc: all@example.org %(name)s"))

    assert "\n" not in letter.subject
    assert "<b>" not in letter.html and "&lt;b&gt;" in letter.html
    assert "<b>Sami</b>" in letter.text


def test_an_arabic_letter_runs_from_right_to_left(write):
    letter = read(write(locale="ar"))

    assert '<html lang="ar" dir="rtl"' in letter.html
    assert 'dir="ltr"' in letter.html.split("<bdi")[1]
    assert read(write(locale="fr")).html.count('dir="rtl"') == 0


def test_the_style_of_a_letter_is_on_its_elements(write):
    html = read(write()).html

    assert "<style" not in html.split("<body")[1]
    assert 'style="' in html.split("<body")[1]


def test_a_letter_leaves_once(write, post_office):
    letter_id = write()
    run_tasks()
    send_letter(letter_id)

    letter = read(letter_id)
    (arrived,) = post_office.letters
    assert arrived["Message-ID"] == letter.message_id
    assert arrived["To"] == "nadia@example.org"
    assert LINK in arrived.get_body(("plain",)).get_content()
    assert (letter.state, letter.reason) == ("sent", None)
    assert letter.sent_at


def test_a_letter_that_left_no_longer_tells_the_keys_in_it(write, post_office):
    letter_id = write()
    run_tasks()

    letter = read(letter_id)
    assert KEY not in letter.text + letter.html
    assert "https://sada.example/invitations/…" in letter.text


def test_addresses_without_a_key_stay_whole():
    for link in (
        "https://moderation.collectivites-locales.example.tn/comments/843726190111",
        "https://sada.example/a-long-title-about-the-road-to-sidi-khiar",
    ):
        assert without_keys(f"see {link} now") == f"see {link} now"


def test_without_a_mail_server_a_letter_is_kept_to_be_read(write, app, post_office):
    app.config["SMTP_URL"] = ""
    letter_id = write()
    run_tasks()

    letter = read(letter_id)
    assert letter.state == "kept"
    assert LINK in letter.text
    with pytest.raises(Refused):
        actions.send_again(letter)

    app.config["SMTP_URL"] = post_office.url
    with transaction():
        actions.send_again(read(letter_id))
    run_tasks()
    assert read(letter_id).state == "sent"
    assert len(post_office.letters) == 1


def test_a_server_that_says_later_is_asked_again_with_the_same_letter(write, post_office):
    letter_id = write()
    post_office.refuses = "451 Later"
    run_tasks()

    letter = read(letter_id)
    task = last_try(letter)
    assert letter.state == "waiting"
    assert "451 Later" in task.error
    assert task.due_at > task.made_at

    post_office.refuses = None
    due_now()
    run_tasks()
    assert read(letter_id).state == "sent"
    assert [arrived["Message-ID"] for arrived in post_office.letters] == [letter.message_id]


def test_a_letter_nobody_takes_fails_in_the_end_and_says_why(write, post_office):
    letter_id = write()
    post_office.refuses = "451 Later"
    for _ in range(jobs.SEND_LETTER.tries):
        due_now()
        run_tasks()

    letter = read(letter_id)
    assert (letter.state, "451 Later" in letter.reason) == ("failed", True)
    assert last_try(letter).tries == jobs.SEND_LETTER.tries


def test_a_refused_letter_fails_at_once_and_can_be_tried_again(write, post_office):
    letter_id = write()
    post_office.refuses = "554 Never"
    run_tasks()
    assert read(letter_id).state == "failed"

    post_office.refuses = None
    with transaction():
        actions.send_again(read(letter_id))
    with pytest.raises(Refused):
        actions.send_again(read(letter_id))
    run_tasks()
    assert read(letter_id).state == "sent"
    with pytest.raises(Refused):
        actions.send_again(read(letter_id))


def test_a_letter_to_what_is_no_address_fails_and_says_so(write, post_office):
    letter_id = write(to="nadia@example.org\nBcc: all@example.org")
    run_tasks()

    assert read(letter_id).state == "failed"
    assert post_office.letters == []
    with pytest.raises(PermanentError):
        actions.message_of(read(letter_id))


def test_links_in_letters_never_trust_who_asks(app):
    app.config["PUBLIC_URL"] = "https://sada.example/inbox"
    with app.test_request_context(headers={"Host": "evil.example"}):
        assert public_url("security.login") == "https://sada.example/inbox/login"
