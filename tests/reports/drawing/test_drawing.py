"""A report is drawn the same as a PDF, editable text, a workbook, lines and pictures, in French and in Arabic."""

import io
import re
import subprocess
import sys
import zipfile

import pytest

from app.reports.drawing import charts
from app.reports.drawing.csv import csv
from app.reports.drawing.docx import docx
from app.reports.drawing.pdf import pages, pdf
from app.reports.drawing.xlsx import xlsx
from config import ROOT
from tests.reports.drawing.samples import sample

TEAM = "PACT Tunisie"


@pytest.mark.parametrize("locale", ["fr", "ar"])
def test_a_chart_for_a_page_keeps_the_content_policy_and_is_named(app, locale):
    block = sample(locale).blocks[1]

    drawn = charts.svg(block.chart, title='Thèmes <"x">', locale=locale)

    assert not re.search(r"\sstyle=|<style|<script|\son\w+=", drawn)
    assert drawn.startswith('<svg role="img" aria-label="Thèmes &lt;&quot;x&quot;&gt;"')
    assert "Vazirmatn" in drawn and "#eau" in drawn


def test_arabic_numbers_grow_from_right_to_left_and_the_theme_colours_them():
    block = sample("ar").blocks[1]

    spec = charts.spec_of(block.chart, "ar", "dark", 640)

    assert spec["encoding"]["x"]["scale"]["reverse"] is True
    assert spec["encoding"]["y"]["axis"]["orient"] == "right"
    assert spec["config"]["bar"]["fill"] == "#86bdf3"
    assert "config" not in block.chart and "scale" not in block.chart["encoding"]["x"]


def test_a_picture_is_a_png(app):
    drawn = charts.png(sample().blocks[0].chart, locale="fr", scale=1)

    assert drawn.startswith(b"\x89PNG")


@pytest.mark.parametrize("locale", ["fr", "ar"])
def test_a_pdf_holds_the_font_and_as_many_pages_as_it_needs(app, locale):
    drawn = pdf(sample(locale), team=TEAM)

    assert drawn.startswith(b"%PDF")
    assert b"Vazirmatn" in drawn
    assert len(pages(sample(locale), team=TEAM, ppi=20)) == 2


@pytest.mark.parametrize("locale", ["fr", "ar"])
def test_editable_text_has_headings_tables_pictures_and_runs_its_way(app, locale):
    from docx import Document

    drawn = docx(sample(locale), team=TEAM)

    paper = Document(io.BytesIO(drawn))
    headings = [p.text for p in paper.paragraphs if p.style.name.startswith(("Heading", "Title"))]
    assert headings[:2] == [sample(locale).title, sample(locale).blocks[0].title]
    assert (
        len(paper.tables) == 2 and paper.tables[1].cell(1, 0).text.strip("\u2068\u2069") == "#eau"
    )
    assert len(paper.inline_shapes) == 2
    xml = zipfile.ZipFile(io.BytesIO(drawn)).read("word/document.xml").decode()
    assert ("<w:bidiVisual/>" in xml) == (locale == "ar")
    assert xml.count("<w:bidi/>") > 10 if locale == "ar" else xml.count("<w:bidi/>") == 1


def test_a_workbook_calculates_nothing_and_has_a_sheet_for_each_table(app, tmp_path):
    from openpyxl import load_workbook

    rows = [("=HYPERLINK(1)", "علاش الماء مقصوص؟"), ("+216", "x" * 40_000)]
    xlsx(sample("ar"), tmp_path / "r.xlsx", team=TEAM, head=("A", "B"), rows=iter(rows))

    book = load_workbook(tmp_path / "r.xlsx")
    assert book.sheetnames[1:3] == [block.title for block in sample("ar").blocks]
    said = book.worksheets[3]
    assert said["A2"].value == "=HYPERLINK(1)" and said["A2"].data_type == "s"
    assert len(said["B3"].value) == 32_767
    assert said.sheet_view.rightToLeft
    assert (
        book.worksheets[2]["C2"].number_format == "0.0%" and book.worksheets[2]["C2"].value == 0.41
    )


def test_lines_say_every_number_once(app):
    drawn = "".join(csv(sample()))

    assert drawn.count("\n") == 1 + 4 + 14 + 3 * 3
    assert "De quoi,#eau,Commentaires,1420,," in drawn
    assert ",'=cmd()," in drawn


def test_the_web_does_not_load_what_draws():
    asked = "import sys, app.factory; app.factory.create_app; print([m for m in ('typst','vl_convert','docx','xlsxwriter') if m in sys.modules])"
    answer = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True)

    assert answer.stdout.strip() == "[]", answer.stderr[-500:]
