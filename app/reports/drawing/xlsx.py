"""A report as a workbook: one sheet with one row a comment, and a tidy sheet for each figure and table."""

import re
from itertools import islice

from flask_babel import force_locale
from flask_babel import gettext as _

from app.reports.blocks import CHANGE, DURATION, PERCENT
from app.reports.drawing.longsheet import LONGEST_CELL, write_rows

LONGEST_NAME = 31
# A worksheet ends there; what is left over is in the method note.
MOST_ROWS = 1_048_575
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


def xlsx(document, path, *, team, head=(), rows=(), told=lambda done: None):
    """Write the workbook to a file; `rows` are read one by one, and `told` hears how many are written."""
    import xlsxwriter

    # Strings stay strings: nothing that somebody wrote is ever calculated or followed.
    how = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    sheet = None
    with xlsxwriter.Workbook(path, how) as book, force_locale(document.locale):
        book.set_properties({"title": document.title, "author": team})
        looks = Looks(book, document.locale == "ar")
        figures(looks, document)
        for block in document.blocks:
            if block.table:
                table(looks, block)
        if head:
            sheet = comments(looks, head)
        method(looks, document)
    if sheet:
        write_rows(path, sheet, islice(rows, MOST_ROWS), told)


class Looks:
    """The book, how its cells look, and the names its sheets have so far."""

    def __init__(self, book, rtl):
        self.book, self.rtl, self.names = book, rtl, set()
        self.bold = book.add_format({"bold": True, "bottom": 1})
        self.formats = {
            PERCENT: book.add_format({"num_format": "0.0%"}),
            CHANGE: book.add_format({"num_format": "+0.0%;-0.0%;0%"}),
            DURATION: book.add_format({"num_format": "[h]:mm:ss"}),
            "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        }

    def sheet(self, title, head, widths=()):
        sheet = self.book.add_worksheet(self.name(title))
        if self.rtl:
            sheet.right_to_left()
        for column in range(len(head)):
            sheet.set_column(column, column, widths[column] if column < len(widths) else 18)
        sheet.freeze_panes(1, 0)
        for column, words in enumerate(head):
            sheet.write_string(0, column, words, self.bold)
        return sheet

    def name(self, title):
        """A name that a worksheet may have, and no other has."""
        base = _NOT_IN_A_NAME.sub(" ", title).strip("' ")[:LONGEST_NAME] or "-"
        name, number = base, 2
        while name.lower() in self.names:
            name, number = f"{base[: LONGEST_NAME - 4]} {number}", number + 1
        self.names.add(name.lower())
        return name

    def write(self, sheet, row, column, value, kind=None):
        if value is None or value == "":
            return
        if isinstance(value, str):
            sheet.write_string(row, column, value[:LONGEST_CELL])
        elif hasattr(value, "tzinfo"):
            sheet.write_datetime(row, column, value.replace(tzinfo=None), self.formats["moment"])
        else:
            number = value / 86400 if kind == DURATION else value
            sheet.write_number(row, column, number, self.formats.get(kind))


def figures(looks, document):
    head = [
        _("Part"),
        _("Figure"),
        document.period,
        document.before,
        _("From"),
        _("To"),
        _("Query"),
    ]
    sheet, line = looks.sheet(_("Figures"), head, (28, 34, 18, 18, 10, 10, 60)), 0
    for block in document.blocks:
        for each in block.figures:
            line += 1
            looks.write(sheet, line, 0, block.title)
            looks.write(sheet, line, 1, each.title)
            for column, value in enumerate((each.value, each.before, each.low, each.high), 2):
                looks.write(sheet, line, column, value, each.kind)
            looks.write(sheet, line, 6, each.query)


def table(looks, block):
    head = [column.title for column in block.table.columns]
    sheet = looks.sheet(block.title, [*head, _("Query")], (34,))
    for line, row in enumerate(block.table.rows, 1):
        for place, (value, column) in enumerate(zip(row.cells, block.table.columns, strict=True)):
            looks.write(sheet, line, place, value, column.kind)
        looks.write(sheet, line, len(head), row.query)


def comments(looks, head):
    """A sheet with its head alone, and the name of its part in the file: its rows come after."""
    sheet = looks.sheet(_("Comments"), head, (17, 14, 24, 20, 80))
    for column, title in enumerate(head):
        if title in (_("Written"), _("Answered")):
            sheet.set_column(column, column, 17, looks.formats["moment"])
    return f"xl/worksheets/sheet{len(looks.book.worksheets())}.xml"


def method(looks, document):
    sheet = looks.sheet(_("How this was counted"), [document.title], (120,))
    for line, words in enumerate((document.period, *document.method), 1):
        looks.write(sheet, line, 0, words)
