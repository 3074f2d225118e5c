"""Bring a file: see its first rows, say which column is what, watch it come in; whatever its name or its cells."""

import io
import re
import sqlite3
from pathlib import Path

import pytest

from app.channels.models import Channel
from app.comments.models import Comment
from app.extensions import db
from app.factory import create_app
from app.ingest.models import Import
from app.ingest.rows import import_slice
from app.ingest.uploads import open_new, shown_name
from tests import cast
from tests.conftest import settings

TABLE = (
    "id;date;auteur;commentaire\n"
    "1;03/04/2026;Leila;Bonjour à tous\n"
    "2;04/04/2026;سامي;علاش الماء مقصوص؟\n"
    "3;05/04/2026;Sami;\n"
    "4;demain;Sami;Merci\n"
)


@pytest.fixture
def lead(sign_in, nadia):
    nadia.locale = "en"
    db.session.commit()
    return sign_in(nadia)


@pytest.fixture
def folder(app):
    folder = Path(app.config["SADA_HOME"]) / "uploads"
    for left in folder.glob("*"):
        left.unlink()
    return folder


def bring(client, content=TABLE, name="avis.csv", **form):
    data = content.encode() if isinstance(content, str) else content
    return client.post("/imports", data={"file": (io.BytesIO(data), name), **form})


def begin(client, url, **columns):
    return client.post(f"{url}/columns", data={"day_first": "yes", "header": "on", **columns})


def read(file):
    db.session.rollback()
    while import_slice(file.id):
        pass
    db.session.refresh(file)
    return file


def words_of(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


COLUMNS = {
    "column-0": "id",
    "column-1": "created_at",
    "column-2": "author_name",
    "column-3": "text",
}


def test_a_file_is_seen_before_anything_of_it_is_read(lead, folder):
    url = bring(lead).location
    page = lead.get(url).text

    assert "علاش الماء مقصوص؟" in page and "avis.csv" in page
    assert re.search(r'name="column-3".*?value="text" selected', page, re.S)
    assert re.search(r'name="column-1".*?value="created_at" selected', page, re.S)
    assert db.session.query(Comment).count() == 0


def test_it_comes_in_with_the_columns_a_person_chose_and_bad_rows_are_named(lead, folder):
    url = bring(lead).location
    begin(lead, url, **COLUMNS)
    file = db.session.query(Import).one()
    waiting = lead.get(url).text
    assert "Waits for its turn" in waiting and 'http-equiv="refresh"' in waiting

    read(file)
    page = words_of(lead.get(url).text)
    assert "Read to the end" in page and "2 new 0 updated 0 already known 2 refused" in page
    assert "line 4 There is no text to read." in page
    assert "line 5 “demain” is not a date that could be read." in page
    assert {c.text for c in db.session.query(Comment)} == {"Bonjour à tous", "علاش الماء مقصوص؟"}


def test_the_same_file_again_adds_nothing_and_says_so(lead, folder):
    for _ in range(2):
        channel = db.session.query(Channel).first()
        url = bring(lead, channel=channel.id if channel else "").location
        begin(lead, url, **COLUMNS)
        file = read(db.session.query(Import).order_by(Import.id.desc()).first())

    assert (file.new, file.known) == (0, 2)
    assert "nothing was added" in lead.get(url).text
    assert db.session.query(Channel).count() == 1 and db.session.query(Comment).count() == 2
    ledger = words_of(lead.get(f"/channels/{channel.id}").text)
    assert "8 received = 2 new + 0 updated + 2 already known + 4 refused + 0 waiting ✓" in ledger


def test_the_bad_rows_are_taken_away_as_a_file_to_correct(lead, folder):
    url = bring(lead).location
    begin(lead, url, **COLUMNS)
    read(db.session.query(Import).one())
    answer = lead.get(f"{url}/refused.csv")

    assert answer.mimetype == "text/csv"
    assert "4,There is no text to read." in answer.text and "3,05/04/2026,Sami," in answer.text


def test_two_columns_cannot_be_one_thing_and_one_must_be_the_text(lead, folder):
    url = bring(lead).location
    twice = begin(lead, url, **{**COLUMNS, "column-2": "text"})
    none = begin(lead, url, **{"column-0": "id"})

    assert twice.status_code == none.status_code == 422
    assert "Two columns are “The comment”" in twice.text
    assert re.search(r'name="column-2".*?value="text" selected', twice.text, re.S)
    assert "Say which column holds the text" in none.text
    assert db.session.query(Import).one().state == "mapping"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd.csv", "passwd.csv"),
        ("C:\\Users\\amel\\avis.csv", "avis.csv"),
        ("avis\u202evsc.exe", "avisvsc.exe"),
        ("<img src=x onerror=alert(1)>.csv", "<img src=x onerror=alert(1)>.csv"),
        ("تعاليق الصفحة.csv", "تعاليق الصفحة.csv"),
        ("x" * 400 + ".csv", "x" * 251 + ".csv"),
        ("\u202e", "file"),
    ],
)  # fmt: skip
def test_a_name_is_only_a_name(lead, folder, name, shown):
    assert shown_name(name) == shown
    url = bring(lead, name=name).location
    page = lead.get(url).text

    assert "<img src=x" not in page and "\u202e" not in page
    assert [left.parent for left in folder.iterdir()] == [folder]
    assert re.fullmatch(r"[0-9a-f]{32}", next(folder.iterdir()).name)


def test_what_no_browser_sends_is_taken_out_of_a_name_too():
    assert shown_name("a\nb\r\x00.csv") == "ab.csv"


@pytest.mark.parametrize(
    ("content", "name", "status", "why"),
    [
        ("", "empty.csv", 422, "This file is empty."),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "photo.csv", 422, "This is not a table"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 600, "old.xls", 422, "an old Excel"),
    ],
)
def test_what_is_no_table_is_told_and_not_kept(lead, folder, content, name, status, why):
    answer = bring(lead, content, name)

    assert answer.status_code == status and why in words_of(answer.text)
    assert list(folder.iterdir()) == [] and db.session.query(Channel).count() == 0


def test_no_file_at_all_is_told(lead, folder):
    answer = lead.post("/imports", data={"channel": ""}, content_type="multipart/form-data")

    assert answer.status_code == 422 and "Choose a file first." in answer.text


def test_a_file_over_the_limit_is_told_and_nothing_of_it_stays(lead, folder, app, monkeypatch):
    monkeypatch.setitem(app.config, "MAX_UPLOAD_MB", 1)
    answer = bring(lead, b"a,b\n" * 400_000)

    assert answer.status_code == 413 and "larger than 1 MB" in answer.text
    assert list(folder.iterdir()) == []


def test_a_large_file_goes_straight_to_disk(lead, folder, app):
    content = "text,date\n" + "beaucoup de mots,2026-03-04\n" * 120_000
    url = bring(lead, content, "large.csv").location
    file = db.session.query(Import).one()

    assert lead.get(url).status_code == 200
    assert (folder / file.stored_as).stat().st_size == len(content) == file.size
    assert (folder / file.stored_as).stat().st_mode & 0o777 == 0o600


def test_nobody_waits_for_a_file_that_travels_slowly(lead, folder, app, monkeypatch):
    other = sqlite3.connect(app.config["DATABASE_URL"].removeprefix("sqlite:///"), timeout=0)
    written = []

    def while_it_travels():
        other.execute("UPDATE users SET name = name")
        other.commit()
        written.append(True)
        return open_new()

    monkeypatch.setattr("app.ingest.uploads.open_new", while_it_travels)

    assert bring(lead).status_code == 303 and written == [True]


def test_a_file_set_aside_leaves_nothing_behind(lead, folder):
    url = bring(lead).location
    assert lead.post(f"{url}/discard").status_code == 303

    assert list(folder.iterdir()) == []
    assert db.session.query(Import).count() == db.session.query(Channel).count() == 0
    assert lead.get(url).status_code == 404


def test_reading_is_stopped_and_goes_on(lead, folder):
    url = bring(lead).location
    begin(lead, url, **COLUMNS)
    lead.post(f"{url}/stop")
    file = read(db.session.query(Import).one())
    assert file.state == "stopped" and file.rows == 0
    assert lead.post(f"{url}/stop").status_code == 409

    lead.post(f"{url}/go-on")
    assert read(file).state == "done" and file.rows == 4


def test_the_progress_is_a_fragment_until_it_ends(lead, folder):
    url = bring(lead).location
    begin(lead, url, **COLUMNS)
    fragment = lead.get(f"{url}/progress", headers={"HX-Request": "true"}).text
    assert fragment.startswith("<section") and "every 1s" in fragment

    read(db.session.query(Import).one())
    assert lead.get(f"{url}/progress").headers["HX-Redirect"] == url


def test_files_are_brought_only_to_channels_for_files(lead, folder, page):
    answer = bring(lead, channel=page.id)

    assert answer.status_code == 422 and "cannot be brought to this channel" in answer.text
    assert list(folder.iterdir()) == []


def test_a_moderator_watches_and_does_not_bring(sign_in, leila, lead, folder):
    url = bring(lead).location
    moderator = sign_in(leila)

    assert moderator.get(url).status_code == 200
    assert bring(moderator).status_code == 403
    assert moderator.post(f"{url}/stop").status_code == 403


def test_a_stranger_page_cannot_bring_a_file_for_somebody(sqlite, home):
    app = create_app(settings(sqlite.fresh(), home), TESTING=True)
    with app.app_context():
        nadia = cast.person("Nadia", "lead")
        client = app.test_client()
        with client.session_transaction() as session:
            session["_user_id"], session["_fresh"] = nadia.fs_uniquifier, True
        before = set((Path(app.config["SADA_HOME"]) / "uploads").glob("*"))
        answer = bring(client)

        assert answer.status_code in (302, 303, 400)
        assert db.session.query(Import).count() == 0
        assert set((Path(app.config["SADA_HOME"]) / "uploads").glob("*")) == before
        db.session.remove()
