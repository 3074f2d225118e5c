"""A file becomes comments: once, however often it is brought and wherever the reading was broken off."""

import csv
import io
import os
import shutil

import pytest
from sqlalchemy import func, select

from app import jobs
from app.comments.models import Comment
from app.extensions import db
from app.ingest import rows as reading
from app.ingest.importing import begin, go_on, note_form, path_of, preview, stop
from app.ingest.keeping import prune_files
from app.ingest.models import Import, Refusal
from app.ingest.queries import ledger
from app.ingest.refused import refused_csv
from app.ingest.replaying import replay_all
from app.ingest.rows import import_slice
from app.ingest.uploads import uploads
from app.lib.clock import ago
from app.lib.errors import Refused
from app.lib.transaction import transaction
from tests import cast
from tests.ingest.workbooks import with_shared_texts

pytestmark = pytest.mark.usefixtures("any_app")
TEXTS = ("علاش الماء مقصوص؟", "Où est l'école ?", "3lech ma jewebtouch", "Merci pour tout")


@pytest.fixture(autouse=True)
def a_thousand_at_once(monkeypatch):
    monkeypatch.setattr(reading, "CHUNK", 1000)


@pytest.fixture
def channel(the_app):
    return cast.channel("import", name="Anciens commentaires")


@pytest.fixture
def bring(channel, tmp_path):
    """Bring a file as the upload does, and say yes to what is guessed, or to another mapping."""

    def bring(content, *, name="file.csv", yes=True, **mapping):
        stored = (
            f"{name}-{db.session.scalar(select(func.count()).select_from(Import))}-{tmp_path.name}"
        )
        if isinstance(content, str | bytes):
            (uploads() / stored).write_bytes(
                content if isinstance(content, bytes) else content.encode()
            )
        else:
            shutil.copy(content, uploads() / stored)
        with transaction():
            file = Import(
                channel_id=channel.id, file_name=name, stored_as=stored, size=1, kind="csv"
            )
            db.session.add(file)
            db.session.flush()
            shown = preview(file)
            note_form(file, shown.form)
            if yes:
                begin(file, {**shown.mapping, **mapping})
        return file

    return bring


def read(file):
    """Read a file to its end, as a worker does slice by slice."""
    file_id = file.id
    while import_slice(file_id):
        pass
    db.session.rollback()
    return db.session.get(Import, file_id)


def counts(file):
    return {name: getattr(file, name) for name in ("new", "updated", "known", "refused")}


def lines(count, start=0):
    rows = "".join(
        f"{n};{TEXTS[n % 4]} {n};Sami {n % 7};0{1 + n % 9}/03/2026\n"
        for n in range(start, start + count)
    )
    return f"id;texte;auteur;date\n{rows}"


def count(model, *where):
    return db.session.scalar(select(func.count()).select_from(model).where(*where))


def test_the_first_rows_and_the_guessed_columns_are_shown_first(bring):
    file = bring(lines(30), yes=False)

    shown = preview(file)
    assert shown.headers == ["id", "texte", "auteur", "date"] and len(shown.rows) == 20
    assert {k: shown.mapping[k] for k in ("id", "text", "author_name", "created_at")} == {
        "id": 0, "text": 1, "author_name": 2, "created_at": 3,
    }  # fmt: skip
    assert (file.state, file.delimiter, file.encoding) == ("mapping", ';"', "utf-8")


def test_every_row_becomes_a_comment_with_its_author_and_date(bring, channel, waiting):
    file = bring(lines(2500))
    assert waiting() == [(jobs.IMPORT_FILE.name, file.id)]
    file = read(file)

    assert counts(file) == {"new": 2500, "updated": 0, "known": 0, "refused": 0}
    assert (file.state, file.rows, file.rows_total) == ("done", 2500, 2500)
    comment = db.session.scalar(select(Comment).where(Comment.platform_id == "4"))
    assert comment.text == f"{TEXTS[0]} 4" and comment.author.name == "Sami 4"
    assert comment.created_at.isoformat() == "2026-03-04T23:00:00+00:00"
    book = ledger(channel)
    assert book.adds_up and book.new == book.received == 2500


@pytest.mark.parametrize("ids", [True, False], ids=["with ids", "without ids"])
def test_the_same_file_again_adds_nothing(bring, channel, ids):
    content = lines(1200) if ids else lines(1200).replace("id;", "no;")
    mapping = {} if ids else {"id": None}

    first, second = read(bring(content, **mapping)), read(bring(content, **mapping))
    assert counts(first)["new"] == 1200
    assert counts(second) == {"new": 0, "updated": 0, "known": 1200, "refused": 0}
    assert count(Comment) == 1200 and ledger(channel).adds_up


def test_rows_that_say_the_same_are_each_a_comment_and_known_again(bring):
    content = "texte\n" + "bravo\n" * 5 + "merci\n" + "bravo\n" * 3

    assert counts(read(bring(content)))["new"] == 9
    assert counts(read(bring(content)))["known"] == 9
    assert counts(read(bring(content + "bravo\n")))["new"] == 1


def test_the_same_rows_in_another_order_of_columns_and_encoding_are_known(bring):
    read(bring("texte;auteur;date\nDéjà vu;Zoé;2026-03-04\n"))
    again = read(bring("date\tauteur\ttexte\n04/03/2026\tZoé\tDéjà vu\n".encode("utf-16")))

    assert counts(again)["known"] == 1


@pytest.mark.parametrize("ids", [True, False], ids=["with ids", "without ids"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_reading_that_was_broken_off_goes_on_and_doubles_nothing(
    bring, monkeypatch, tmp_path, ids, kind
):
    head = ["id" if ids else "no", "texte"]
    body = [[n, f"mot {n % 40}"] for n in range(3300)]
    if kind == "xlsx":
        content = with_shared_texts(tmp_path / "f.xlsx", [head, *body])
    else:
        content = "\n".join(";".join(map(str, row)) for row in [head, *body])
    file = bring(content, **({} if ids else {"id": None}))
    file_id = file.id
    monkeypatch.setattr(reading, "SLICE_SECONDS", 0.0001)
    rounds = 0
    while import_slice(file_id):
        rounds += 1
        if rounds % 2:
            # The worker is killed: what it had in memory is gone.
            reading.forget(file_id)
    db.session.rollback()

    file = db.session.get(Import, file_id)
    assert rounds >= 3
    assert counts(file) == {"new": 3300, "updated": 0, "known": 0, "refused": 0}
    assert count(Comment) == 3300


def test_a_failure_while_keeping_leaves_the_place_where_it_was(bring, monkeypatch):
    file = bring(lines(2500))
    file_id = file.id
    keep, failures = reading.settle_rows, [1]

    def settle_rows(file, chunk):
        keep(file, chunk)
        if file.position and failures:
            raise RuntimeError(failures.pop())

    monkeypatch.setattr(reading, "settle_rows", settle_rows)
    with pytest.raises(RuntimeError):
        while import_slice(file_id):
            pass
    assert count(Comment) == 1000
    assert counts(read(db.session.get(Import, file_id)))["new"] == 2500


def test_bad_rows_are_listed_with_their_line_and_can_be_taken_away(bring, channel):
    file = read(
        bring(
            "id;texte;date\n1;bien;2026-03-04\n2;;2026-03-04\n3;=cmd|x;hier\n4\n5;a;b;c;d\n6;bien;\n;@x;2026-03-04\n"
        )
    )

    assert counts(file) == {"new": 2, "updated": 0, "known": 0, "refused": 5}
    refused = [
        (each.position, each.reason)
        for each in db.session.scalars(select(Refusal).order_by(Refusal.id))
    ]
    assert refused == [
        (3, "no-text"),
        (4, "date-wrong"),
        (5, "row-too-short"),
        (6, "row-too-wide"),
        (8, "no-id"),
    ]
    book = ledger(channel)
    assert book.adds_up and book.refused == 5
    table = list(csv.reader(io.StringIO("".join(refused_csv(file)).lstrip("\ufeff"))))
    assert table[2][0] == "4" and table[2][2:] == ["3", "'=cmd|x", "hier"]
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in table for cell in row)


def test_a_refused_row_can_be_tried_again(bring, channel):
    file = read(bring("id;texte;date\n1;bien;13/03/2026\n2;mieux;31/31/2026\n"))
    with transaction():
        assert replay_all(channel) == {"refused": 1}
    with transaction():
        row = db.session.get(Import, file.id)
        row.mapping = {name: value for name, value in row.mapping.items() if name != "created_at"}
    with transaction():
        assert replay_all(channel) == {"new": 1}

    assert counts(db.session.get(Import, file.id)) == {
        "new": 2,
        "updated": 0,
        "known": 0,
        "refused": 0,
    }
    assert ledger(channel).adds_up and count(Comment) == 2


def test_an_edit_in_a_later_file_is_an_update(bring):
    read(bring("id;texte\n1;avant\n2;pareil\n"))

    assert counts(read(bring("id;texte\n1;après\n2;pareil\n"))) == {
        "new": 0,
        "updated": 1,
        "known": 1,
        "refused": 0,
    }


def test_reading_can_be_stopped_and_gone_on_with(bring, channel, monkeypatch):
    file = bring(lines(2500))
    monkeypatch.setattr(reading, "SLICE_SECONDS", 0.0001)
    assert import_slice(file.id)
    assert ledger(channel).waiting == 1500 and ledger(channel).adds_up
    with transaction():
        stop(db.session.get(Import, file.id))
    assert not import_slice(file.id)
    assert ledger(channel).waiting == 0 and ledger(channel).adds_up
    with transaction():
        go_on(db.session.get(Import, file.id))

    assert counts(read(file))["new"] == 2500


def test_html_and_formulas_stay_plain_words(bring):
    read(bring('id;texte\n1;<script>alert(1)</script>\n2;=HYPERLINK("x")\n'))

    texts = set(db.session.scalars(select(Comment.text)))
    assert texts == {"<script>alert(1)</script>", '=HYPERLINK("x")'}


def test_lines_of_json_in_our_webhooks_words_need_no_mapping(bring):
    file = read(
        bring(
            '{"id":"a","text":"un","author":{"name":"Zoé"},"created_at":"2026-03-04T12:00:00Z"}\n{"id":"b","text":"deux"}\n'
        )
    )

    assert counts(file)["new"] == 2
    assert db.session.scalar(select(Comment).where(Comment.platform_id == "a")).author.name == "Zoé"


@pytest.mark.parametrize("content", [b"%PDF-1.7" + bytes(range(32)) * 40, b"", b"\n\n"])
def test_what_is_no_table_is_refused_before_anything_is_read(bring, content):
    with pytest.raises(Refused):
        bring(content)


def test_a_file_without_a_text_is_not_begun(bring):
    file = bring(lines(3), yes=False)
    with pytest.raises(Refused):
        begin(file, {"id": 0})


def test_a_file_that_is_gone_fails_with_a_reason(bring):
    file = bring(lines(3))
    path_of(file).unlink()

    file = read(file)
    assert file.state == "failed" and len(file.reason) > 20


def test_files_are_let_go_of_after_a_while(bring):
    old, left = read(bring(lines(3))), bring(lines(3), yes=False)
    path, other = path_of(old), path_of(left)
    with transaction():
        db.session.get(Import, old.id).ended_at = ago(days=31)
        db.session.get(Import, left.id).made_at = ago(days=8)
    with transaction():
        prune_files()

    assert not path.exists() and not other.exists()
    assert count(Import) == 1


def test_what_an_upload_left_behind_when_it_was_killed_is_let_go_of_after_a_day(bring):
    known, fresh = path_of(read(bring(lines(3)))), uploads() / "fresh"
    stray = uploads() / "stray"
    for path in (stray, fresh):
        path.write_bytes(b"half a fi")
    for path in (stray, known):
        os.utime(path, (ago(days=2).timestamp(),) * 2)
    with transaction():
        prune_files()

    assert known.exists() and fresh.exists() and not stray.exists()
