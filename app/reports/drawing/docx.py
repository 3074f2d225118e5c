"""A report as text that a person edits: real headings, tables and lists, pictures of the charts."""

import io

from app.reports.drawing import charts
from app.reports.drawing.plain import plain

PICTURE_CM = 16


def docx(document, *, team):
    """The report as the bytes of a DOCX."""
    words = plain(document, team=team)
    paper = Paper(rtl=document.locale == "ar", language=document.locale)
    head(paper, words)
    for written, block in zip(words["blocks"], document.blocks, strict=True):
        draw(paper, written, picture_of(block, document.locale))
    paper.heading(words["method_title"], 1)
    for line in words["method"]:
        paper.say(line)
    return paper.bytes(words)


def picture_of(block, locale):
    return charts.png(block.chart, locale=locale) if block.chart else None


def head(paper, words):
    paper.heading(words["title"], 0)
    paper.say(words["period"], "Subtitle")
    for line in (words["before"], words["query"], words["made"], *words["lead"]):
        if line:
            paper.say(line)


def draw(paper, block, picture):
    paper.heading(block["title"], 1)
    for line in block["words"]:
        paper.say(line)
    for each in block["figures"]:
        about = f" ({each['under']})" if each["under"] else ""
        paper.say(f"{each['title']} : {each['value']}{about}", "List Bullet")
    if picture:
        paper.picture(picture, block["title"])
    if block["table"] and block["table"]["rows"]:
        paper.table(block["table"])
    for each in block["verbatims"]:
        paper.say(each["text"], "Intense Quote", rtl=each["dir"] == "rtl")
        if each["translation"]:
            paper.say(each["translation"], "Quote")
        paper.say(each["who"], "Caption")


class Paper:
    """A document of python-docx that knows which way its language runs."""

    def __init__(self, *, rtl, language):
        from docx import Document
        from docx.shared import Cm

        self.rtl, self.doc = rtl, Document()
        section = self.doc.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
            setattr(section, side, Cm(2.2))
        self.dress(language)

    def dress(self, language):
        """Every style in a font with both scripts, and the text told to be in its language."""
        from docx.oxml.ns import qn
        from docx.oxml.shared import OxmlElement

        for style in self.doc.styles:
            if not hasattr(style, "font"):
                continue
            style.font.name = "Arial"
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
                fonts.attrib.pop(qn(f"w:{theme}"), None)
            for script in ("ascii", "hAnsi", "cs"):
                fonts.set(qn(f"w:{script}"), "Arial")
        spoken = OxmlElement("w:lang")
        spoken.set(qn("w:val"), {"ar": "en-US", "fr": "fr-FR"}.get(language, "en-GB"))
        spoken.set(qn("w:bidi"), "ar-TN")
        self.doc.styles["Normal"].element.get_or_add_rPr().append(spoken)

    def heading(self, words, level):
        return self.directed(self.doc.add_heading(words, level))

    def say(self, words, style=None, rtl=None):
        return self.directed(self.doc.add_paragraph(words, style), rtl)

    def picture(self, picture, about):
        from docx.shared import Cm

        drawn = self.doc.add_picture(io.BytesIO(picture), width=Cm(PICTURE_CM))
        drawn._inline.docPr.set("descr", about)

    def table(self, table):
        grid = self.doc.add_table(rows=1, cols=len(table["head"]), style="Light Grid Accent 1")
        if self.rtl:
            mark(grid._tbl.tblPr, "w:bidiVisual")
        self.fill(grid.rows[0], table["head"])
        mark(grid.rows[0]._tr.get_or_add_trPr(), "w:tblHeader")
        for cells in table["rows"]:
            self.fill(grid.add_row(), cells)
        for line in (table["about"], table["left"]):
            if line:
                self.say(line, "Caption")

    def fill(self, row, cells):
        for cell, words in zip(row.cells, cells, strict=True):
            cell.text = words
            self.directed(cell.paragraphs[0])

    def directed(self, paragraph, rtl=None):
        """A paragraph, and each run in it, from right to left where its language says so."""
        if self.rtl if rtl is None else rtl:
            mark(paragraph._p.get_or_add_pPr(), "w:bidi")
            for run in paragraph.runs:
                run.font.rtl = True
        return paragraph

    def bytes(self, words):
        about = self.doc.core_properties
        about.title, about.author, about.language = words["title"], words["team"], words["locale"]
        about.comments = ""
        out = io.BytesIO()
        self.doc.save(out)
        return out.getvalue()


# What Word wants before and after `bidi` in the properties of a paragraph; elsewhere the end is right.
AFTER_BIDI = (
    "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing", "w:mirrorIndents",
    "w:suppressOverlap", "w:jc", "w:textDirection", "w:textAlignment", "w:outlineLvl", "w:rPr",
)  # fmt: skip
AFTER_BIDI_VISUAL = (
    "w:tblStyleRowBandSize", "w:tblStyleColBandSize", "w:tblW", "w:jc", "w:tblInd", "w:tblBorders",
    "w:tblLayout", "w:tblLook",
)  # fmt: skip


def mark(properties, name):
    """Say one thing of a paragraph, table or row, at the place the format has for it."""
    from docx.oxml.shared import OxmlElement

    after = {"w:bidi": AFTER_BIDI, "w:bidiVisual": AFTER_BIDI_VISUAL}.get(name, ())
    properties.insert_element_before(OxmlElement(name), *after)
