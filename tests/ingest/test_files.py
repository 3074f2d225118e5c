"""Files as people have them: every encoding, every delimiter, and what happens to a row with a fault."""

import io
import json
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from app.connectors.columns import guess
from app.connectors.dates import NoDate, day_comes_first, read_date
from app.ingest.files.form import NotReadable
from app.ingest.files.letters import encoding_of
from app.ingest.files.lines import Lines
from app.ingest.files.opening import look, rows_of, total_of
from app.ingest.files.seen import Seen
from app.ingest.files.tables import BadRow
from tests.ingest.workbooks import with_shared_texts, with_texts_in_cells

TUNIS = ZoneInfo("Africa/Tunis")
FRENCH = (
    "Les élèves de l'école ont été déçus : où est passé le maïs ? Ça coûte cher à Noël, mon cœur."
)
ARABIC = "علاش الماء مقصوص منذ ثلاثة أيام؟ نحب نعرف شكون المسؤول على هذا"
CAPITALS = "ÉLÈVES DÉÇUS À L'ÉCOLE"


def table(path, form=None, position=0):
    form = form or look(path)
    with rows_of(path, form, position) as rows:
        return list(rows)


def cells(path):
    return [row for row, _ in table(path)]


@pytest.fixture
def file(tmp_path):
    """Write a file, as text in an encoding or as bytes."""

    def write(content, encoding="utf-8", name="file.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return write


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "cp1256"]
)
@pytest.mark.parametrize(
    "text",
    [
        FRENCH,
        ARABIC,
        CAPITALS,
        f"{FRENCH} {ARABIC}",
        "لا",
        "déjà",
        "Plain English words.",
        "André;Zoé\nIrène;Chloé",
    ],
    ids=[
        "french",
        "arabic",
        "capitals",
        "both",
        "short arabic",
        "short french",
        "english",
        "names",
    ],
)
def test_every_encoding_that_can_hold_a_text_gives_it_back(text, encoding):
    try:
        written = text.encode(encoding)
    except UnicodeEncodeError:
        pytest.skip("this encoding cannot hold this text")
    found = encoding_of(written)
    assert "".join(Lines(io.BytesIO(written), found)) == text


def test_a_file_put_together_from_two_encodings_is_read_line_by_line(file):
    path = file(f"{ARABIC}\n".encode() * 9 + f"{FRENCH}\n".encode("cp1252"))
    assert cells(path)[-1] == [FRENCH]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters_line_ends_and_cells_of_many_lines(file, delimiter, encoding, ending):
    rows = [
        ["id", "texte", "date"],
        ["1", f"oui, non; peut-être | {delimiter}", "x"],
        ["2", "deux\nlignes", "y"],
        ["3", 'des "guillemets"', "z"],
    ]
    quoted = [delimiter.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    path = file(
        ending.join(quoted).replace("deux\n", "deux\n" if ending != "\r" else "deux\r"), encoding
    )

    found = cells(path)
    assert [[cell.replace("\r", "\n") for cell in row] for row in found] == rows


def test_reading_goes_on_from_every_place_it_could_stop(file):
    path = file('id;texte\n1;un\n2;"deux\nlignes"\n3;"trois;"\n\n4;quatre')
    form, whole = look(path), table(path)

    for number, (_, position) in enumerate(whole):
        assert table(path, form, position) == whole[number + 1 :]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be"])
def test_reading_goes_on_in_letters_of_two_bytes(file, encoding):
    path = file("id\ttexte\n1\tਊ un 😀\n2\tਊਊ deux\n3\tċ trois", encoding)
    form, whole = look(path), table(path)

    assert [row[0] for row, _ in whole] == ["id", "1", "2", "3"]
    for number, (_, position) in enumerate(whole):
        assert table(path, form, position) == whole[number + 1 :]


def test_a_quote_never_closed_costs_only_its_own_row(file):
    good = "".join(f'{n};"mot {n}"\n' for n in range(300))
    path = file(f'id;texte\n{good}301;"jamais fermé\n{good}')

    found = cells(path)
    bad = [row for row in found if isinstance(row, BadRow)]
    assert len(found) == 602 and len(bad) <= 1
    assert all(row.reason == "row-quotes" for row in bad)


def test_quotes_that_are_plain_characters_stay(file):
    path = file('id\ttexte\n1\t"dit-il" et part\n2\til a dit "non"\n3\t5" de neige\n')

    assert [row[1] for row in cells(path)[1:]] == [
        '"dit-il" et part',
        'il a dit "non"',
        '5" de neige',
    ]


def test_a_row_cut_in_two_is_refused_and_not_shortened(file):
    path = file("id,texte\n1,bien\n2,mal, coupé\n3,bien,,\n")

    found = cells(path)
    assert found[1] == ["1", "bien"] and found[3] == ["3", "bien"]
    assert (found[2].reason, found[2].details) == ("row-too-wide", {"cells": 3, "wanted": 2})


def test_one_column_of_words_is_not_cut_at_its_commas(file):
    path = file("commentaire\nun, deux, trois\nquatre\ncinq, six; sept\n")

    assert cells(path) == [["commentaire"], ["un, deux, trois"], ["quatre"], ["cinq, six; sept"]]


def test_lines_of_json_are_cells_by_their_keys(file):
    lines = [
        {"id": 1, "text": ARABIC, "author": {"name": "Sami"}},
        {"text": "x", "n": None, "tags": ["a", "b"]},
    ]
    path = file(
        "\n".join(json.dumps(line, ensure_ascii=False) for line in lines) + "\n{broken\n[1]\n",
        name="x.jsonl",
    )

    form = look(path)
    found = [row for row, _ in table(path, form)]
    assert (form.kind, form.headers) == ("jsonl", ("id", "text", "author.name", "n", "tags"))
    assert found[:2] == [[1, ARABIC, "Sami", "", ""], ["", "x", "", "", "a,b"]]
    assert [row.reason for row in found[2:]] == ["row-not-json", "row-not-json"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_one_long_json_list_is_read_object_by_object(file, encoding):
    items = [{"id": n, "text": f"{ARABIC} {n}"} for n in range(2000)]
    path = file(json.dumps(items, ensure_ascii=False, indent=1), encoding, "x.json")

    form, whole = look(path), table(path)
    assert form.kind == "json" and [row[0] for row, _ in whole] == list(range(2000))
    for number in (0, 7, 1200, 1998):
        assert table(path, form, whole[number][1]) == whole[number + 1 :]


@pytest.fixture(params=[with_shared_texts, with_texts_in_cells], ids=["shared", "in cells"])
def workbook(request, tmp_path):
    return lambda rows: request.param(tmp_path / "file.xlsx", rows)


def test_a_workbook_is_read_as_it_shows(workbook):
    at = datetime(2026, 3, 4, 12, 30)
    path = workbook([["id", "texte", "date"], [7, ARABIC, at], [None] * 3, [8.5, FRENCH, None]])

    whole = table(path)
    assert [row for row, _ in whole] == [["id", "texte", "date"], [7, ARABIC, at], [8.5, FRENCH]]
    assert [number for _, number in whole] == [1, 2, 4]
    assert table(path, position=2) == whole[2:]


def test_formulas_are_never_calculated_here(tmp_path):
    path = with_shared_texts(tmp_path / "f.xlsx", [["texte"], ["=1+1"], ["+33 1 23"]])
    assert cells(path) == [["texte"], [2], ["+33 1 23"]]


def test_a_workbook_made_to_fill_our_memory_is_refused(tmp_path):
    import zipfile

    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"A" * (80 * 1024 * 1024))
    with pytest.raises(NotReadable) as caught:
        table(path)
    assert caught.value.reason == "file-swollen"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "file-empty"),
        (b" \n \n", "file-empty"),
        (b"%PDF-1.7\x00\x01\x02\x03" + bytes(range(30)) * 20, "file-kind"),
        (b"PK\x03\x04 nothing behind it", "file-kind"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "file-old-excel"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(32)) * 30, "file-kind"),
    ],
)
def test_what_is_no_table_is_said_to_be_none(file, content, reason):
    with pytest.raises(NotReadable) as caught:
        look(file(content))
    assert caught.value.reason == reason


def test_a_workbook_cut_short_says_so(workbook, file):
    whole = workbook([["id", "texte"], *([n, "x" * 50] for n in range(500))]).read_bytes()
    with pytest.raises(NotReadable):
        table(file(whole[: len(whole) // 2], name="half.xlsx"))


def test_rows_are_counted_before_they_are_read(file):
    path = file('a,b\n1,"x\ny"\n\n2,z\n')
    assert total_of(path, look(path)) == 3


def test_like_rows_are_numbered_however_many_there_are():
    seen = Seen(size=8)
    keys = [number.to_bytes(16, "little") for number in range(1, 500)]

    assert [seen.count(key) for key in keys] == [1] * 499
    assert [seen.count(key) for key in keys] == [2] * 499


NOON = datetime(2026, 3, 4, 12, 0, tzinfo=TUNIS)


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-04T12:00:00+01:00", "2026-03-04 12:00", "2026-03-04T11:00:00Z", "04/03/2026 12:00", "4.3.2026 12:00:00",
        "04-03-26 12:00", "2026/03/04 12:00", "4 mars 2026 12:00", "mercredi 4 mars 2026 à 12h00", "4 Mars 2026, 12:00 PM",
        "March 4, 2026 12:00", "Mar 4 2026 12:00 pm", "٠٤/٠٣/٢٠٢٦ ١٢:٠٠", "4 مارس 2026 12:00", "4 مارس 2026، 12:00 م",
        "1772622000", "1772622000000",
    ],
)  # fmt: skip
def test_dates_as_people_and_programs_write_them(text):
    assert read_date(text, TUNIS) == NOON


def test_arabic_months_of_both_kinds():
    for text in ("4 فيفري 2026", "4 فبراير 2026", "4 février 2026", "4 fév. 2026"):
        assert read_date(text, TUNIS) == datetime(2026, 2, 4, tzinfo=TUNIS)
    assert read_date("4 جويلية 2026", TUNIS).month == 7


def test_day_and_month_are_told_apart_by_what_the_file_holds():
    assert day_comes_first(["03/04/2026", "13/04/2026"]) is True
    assert day_comes_first(["03/04/2026", "04/13/2026"]) is False
    assert day_comes_first(["03/04/2026", None, 7]) is True
    assert read_date("03/04/2026", TUNIS, day_first=False).astimezone(TUNIS).month == 3
    assert read_date("03/14/2026", TUNIS, day_first=True).astimezone(TUNIS).month == 3


@pytest.mark.parametrize(
    "text",
    [
        "hier",
        "32/01/2026",
        "00/00/0000",
        "2026-13-01",
        "1",
        "x" * 5000,
        "4 brumaire 2026",
    ],
)
def test_what_is_no_date_is_none(text):
    with pytest.raises(NoDate):
        read_date(text, TUNIS)


@pytest.mark.parametrize(
    ("first", "mapping"),
    [
        (["id", "text", "lang"], {"id": 0, "text": 1, "lang": 2}),
        (["Nom", "Date", "Commentaire"], {"author_name": 0, "created_at": 1, "text": 2}),
        (
            ["Texte du commentaire", "Nom de l'auteur", "Titre de la publication"],
            {"text": 0, "author_name": 1, "post_title": 2},
        ),
        (["التاريخ", "الاسم", "التعليق"], {"created_at": 0, "author_name": 1, "text": 2}),
        (["نص التعليق", "الرابط", "المعرف"], {"text": 0, "url": 1, "id": 2}),
        (
            ["Created Time", "From", "Message", "Comment ID", "Parent ID"],
            {"created_at": 0, "author_name": 1, "text": 2, "id": 3, "parent_id": 4},
        ),
        (
            ["id", "text", "author.name", "created_at"],
            {"id": 0, "text": 1, "author_name": 2, "created_at": 3},
        ),
    ],
)
def test_columns_are_guessed_by_their_names(first, mapping):
    guessed = guess(first, [["…"] * len(first)])
    assert {name: guessed[name] for name in mapping} == mapping and guessed["header"]


def test_columns_without_names_are_guessed_by_what_they_hold():
    rows = [
        ["12/03/2026", "https://example.org/1", "Sami", FRENCH],
        ["13/03/2026", "https://example.org/2", "Leila", ARABIC],
    ]

    guessed = guess(rows[0], rows[1:])
    assert (guessed["created_at"], guessed["text"], guessed["header"]) == (0, 3, False)


def test_a_row_of_names_nobody_knows_is_still_a_row_of_names():
    guessed = guess(["q1", "q2"], [["x", FRENCH], ["y", ARABIC]])
    assert guessed["header"] and guessed["text"] == 1
