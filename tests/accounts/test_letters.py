"""Administrators read the letters."""

import pytest

from app.extensions import db
from app.letters.models import Letter
from app.lib.mail import new_message_id


@pytest.fixture
def letter(app):
    row = Letter(
        to="nadia@example.org",
        subject="<b>Une réponse</b> attend",
        text="Bonjour <i>Nadia</i>\n",
        html="<p style='color: red'>Bonjour</p><script>alert(1)</script>",
        locale="fr",
        state="kept",
        message_id=new_message_id("sada@example.org"),
    )
    db.session.add(row)
    db.session.commit()
    return row


def test_an_administrator_finds_and_reads_a_kept_letter(sign_in, amel, letter):
    browser = sign_in(amel)

    assert f"/letters/{letter.id}" in browser.get("/letters").text
    page = browser.get(f"/letters/{letter.id}").text
    assert "&lt;b&gt;Une réponse&lt;/b&gt;" in page
    assert "Bonjour &lt;i&gt;Nadia&lt;/i&gt;" in page
    assert f'src="/letters/{letter.id}/body" sandbox' in page


def test_a_letter_as_drawn_is_sealed_off(sign_in, amel, letter):
    response = sign_in(amel).get(f"/letters/{letter.id}/body")

    policy = response.headers["Content-Security-Policy"]
    assert "sandbox" in policy and "default-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy
    assert "X-Frame-Options" not in response.headers


def test_a_letter_is_sent_again_from_its_page(app, sign_in, amel, letter, waiting):
    browser = sign_in(amel)
    assert browser.post(f"/letters/{letter.id}/tries").status_code == 409

    app.config["SMTP_URL"] = "smtp://127.0.0.1:1"
    assert browser.post(f"/letters/{letter.id}/tries").status_code == 303
    assert waiting() == [("send-letter", letter.id)]
    assert browser.post(f"/letters/{letter.id}/tries").status_code == 409


def test_older_letters_wait_behind_a_link(sign_in, amel, letter):
    for number in range(60):
        row = Letter(
            to="nadia@example.org", subject=f"Letter {number}", text="x", html="x", locale="fr",
            message_id=f"<{number}@example.org>",
        )  # fmt: skip
        db.session.add(row)
    db.session.commit()
    browser = sign_in(amel)
    first = browser.get("/letters").text

    assert "Letter 59" in first and "Letter 9<" not in first
    oldest_shown = db.session.query(Letter).filter_by(subject="Letter 10").one().id
    assert f"/letters?before={oldest_shown}" in first
    assert "Letter 9<" in browser.get(f"/letters?before={oldest_shown}").text
