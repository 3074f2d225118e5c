"""Every figure of a report in one tidy table: a line for each number."""

from flask_babel import force_locale
from flask_babel import gettext as _

from app.lib.sheets import csv_line
from app.reports.blocks import TEXT


def csv(document):
    """The lines of a CSV file that spreadsheets open and never run."""
    with force_locale(document.locale):
        yield csv_line([_("Part"), _("Line"), _("Figure"), _("Value"), _("Before"), _("Query")])
    for block in document.blocks:
        for each in block.figures:
            yield csv_line(
                [block.title, "", each.title, blank(each.value), blank(each.before), each.query]
            )
        if block.table:
            yield from lines(block)


def lines(block):
    first = block.table.columns[0].kind == TEXT
    for row in block.table.rows:
        name = row.cells[0] if first else ""
        for cell, column in list(zip(row.cells, block.table.columns, strict=True))[first:]:
            yield csv_line([block.title, blank(name), column.title, blank(cell), "", row.query])


def blank(value):
    return "" if value is None else value
