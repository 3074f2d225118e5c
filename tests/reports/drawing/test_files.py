"""A document is asked for, made by a worker, kept, and only for who asked."""

import io
import os
from datetime import timedelta

import pytest

from app.extensions import db
from app.lib.clock import ago, now
from app.reports.drawing import files
from app.reports.drawing.filling import fill
from app.reports.drawing.models import ReportFile
from tests import cast
from tests.conftest import make_app

SAID = {"report": "community", "period": "month", "on": str(ago(days=3).date()), "locale": "fr"}


@pytest.fixture
def town(app):
    channel = cast.channel(name="Page de PACT")
    sami, nour = cast.author(channel, "Sami Boukadida"), cast.author(channel, "Wajdi")
    for number, (who, text) in enumerate(
        [(sami, "Boukadida ici, 22 123 456"), (nour, "=cmd|' /C calc'!A0"), (sami, "Merci à Wajdi")]
    ):
        cast.comment(
            channel,
            text,
            author_id=who.id,
            thread="t",
            created_at=ago(days=3, minutes=number),
            lang="fr",
        )
    return channel


def asked(browser, **more):
    response = browser.post("/reports/documents", data={**SAID, **more})
    assert response.status_code == 303, response.text
    return int(response.headers["Location"].rsplit("/", 1)[1])


def rows_of(data):
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data), read_only=True)
    sheet = next(sheet for sheet in book if sheet.title in ("Comments", "Commentaires"))
    return list(sheet.iter_rows(values_only=True))


@pytest.mark.parametrize("format", ["pdf", "docx", "csv", "png"])
def test_a_document_is_made_by_a_worker_and_downloaded(app, leila, sign_in, town, waiting, format):
    browser = sign_in(leila)

    number = asked(browser, format=format)
    assert ("make-document", number) in waiting()
    assert "Waits for its turn" in browser.get(f"/reports/documents/{number}").text
    fill(number)

    page, file = (
        browser.get(f"/reports/documents/{number}").text,
        db.session.get(ReportFile, number),
    )
    assert "Here it is" in page and file.name.endswith(f".{format}")
    with browser.get(f"/reports/documents/{number}/file") as response:
        assert response.headers["Content-Disposition"].startswith("attachment")
        assert len(response.data) == file.size > 50
    assert [place.name for place in files.folder().iterdir() if place.suffix == ".part"] == []


def test_a_document_that_was_made_is_there_after_a_restart(app, leila, sign_in, town):
    browser = sign_in(leila)
    number = asked(browser, format="csv")
    fill(number)
    with browser.get(f"/reports/documents/{number}/file") as response:
        before = response.data

    name = app.config["SESSION_COOKIE_NAME"]
    again = make_app(app.config["SQLALCHEMY_DATABASE_URI"], app.config["SADA_HOME"]).test_client()
    again.set_cookie(name, browser.get_cookie(name).value)

    with again.get(f"/reports/documents/{number}/file") as response:
        assert response.status_code == 200 and response.data == before


def test_the_picture_of_a_chart_has_its_button(app, leila, sign_in, town):
    page = sign_in(leila).get("/reports/community").text

    assert (
        page.count('name="format" value="png"') == page.count('class="report-block__picture"') > 3
    )
    assert 'name="part" value="volume"' in page


def test_what_was_made_lately_is_on_the_page_of_reports(app, leila, sign_in, town):
    browser = sign_in(leila)
    number = asked(browser, format="csv")
    fill(number)

    assert f'href="/reports/documents/{number}"' in browser.get("/reports").text


def test_the_rows_of_a_sheet_name_nobody_unless_a_lead_asks(app, leila, nadia, sign_in, town):
    for who, named in ((leila, "1"), (nadia, ""), (nadia, "1")):
        number = asked(sign_in(who), format="xlsx", named=named)
        fill(number)
        with sign_in(who).get(f"/reports/documents/{number}/file") as response:
            rows = rows_of(response.data)
        told = str(rows)
        assert len(rows) == 4 and "=cmd|" in told
        open_to = who is nadia and named == "1"
        assert ("Boukadida" in told) == ("22 123 456" in told) == ("Wajdi" in told) == open_to
    assert len(rows[0]) == 17


def test_what_others_asked_for_is_not_there(app, leila, nadia, sign_in, town):
    number = asked(sign_in(leila), format="csv")
    fill(number)

    for path in ("", "/file", "/progress"):
        assert sign_in(nadia).get(f"/reports/documents/{number}{path}").status_code == 404


def test_a_document_outlives_the_worker_that_died_over_it(app, leila, sign_in, town):
    number = asked(sign_in(leila), format="csv")
    file = db.session.get(ReportFile, number)
    file.state = "running"
    db.session.commit()

    fill(number)

    db.session.refresh(file)
    assert file.state == "done" and file.size


def test_old_documents_are_let_go_with_their_files(app, leila, sign_in, town):
    number = asked(sign_in(leila), format="csv")
    fill(number)
    file = db.session.get(ReportFile, number)
    place = files.folder() / file.stored_as
    assert place.exists() and oct(os.stat(files.folder()).st_mode)[-3:] == "700"

    file.made_at = now() - timedelta(days=31)
    db.session.commit()
    files.prune()
    db.session.commit()

    assert db.session.get(ReportFile, number) is None and not place.exists()


def test_words_that_a_platform_keeps_to_itself_do_not_leave(app, leila, sign_in, town):
    for platform, text in (
        ("linkedin", "Membre sans nom"),
        ("x", "Un mot sur X"),
        ("youtube", "Vieux mot"),
    ):
        channel = cast.channel(platform, name=platform)
        cast.comment(channel, text, created_at=ago(days=3), url="https://example.org/1")
    number = asked(sign_in(leila), format="xlsx")
    fill(number)

    with sign_in(leila).get(f"/reports/documents/{number}/file") as response:
        told = str(rows_of(response.data))
    assert "Membre" not in told and "Un mot" not in told and "https://example.org/1" in told
    assert "Vieux mot" in told


def test_the_method_note_says_what_stays(app, town):
    from app.reports.drawing.leaving import with_notes
    from tests.reports.drawing.samples import sample

    cast.channel("linkedin", name="Page LinkedIn")

    notes = with_notes(sample()).method

    assert "Page LinkedIn" in notes[-1]
