"""A sheet of many rows, written as text into a workbook that is there: no object for each of a million cells."""

import os
import re
import zipfile
from datetime import datetime
from functools import lru_cache
from html import escape

LONGEST_CELL = 32_767
DAYS_BEFORE = datetime(1899, 12, 30).toordinal()  # where a spreadsheet begins to count days
AT_ONCE = 500
_LATER = b"</sheetData>"
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
# A spreadsheet reads _x0041_ as the letter it numbers: what somebody wrote so stays as it is.
_NUMBERED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_STYLE = re.compile(rb'<col min="(\d+)" max="(\d+)"[^>]*? style="(\d+)"')


def write_rows(path, sheet, rows, told):
    """Put rows under the head of a sheet of a finished workbook; the workbook is replaced whole, or not at all."""
    draft = f"{path}.rows"
    try:
        with (
            zipfile.ZipFile(path) as book,
            zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as made,
        ):
            for part in book.infolist():
                with made.open(part.filename, "w", force_zip64=True) as out:
                    if part.filename == sheet:
                        put(out, book.read(part), rows, told)
                    else:
                        out.write(book.read(part))
        os.replace(draft, path)
    finally:
        if os.path.exists(draft):
            os.unlink(draft)


def put(out, given, rows, told):
    """The sheet as it was given, with its rows."""
    # how many rows there are is not known yet, and need not be said
    head, _, rest = re.sub(rb"<dimension [^>]*/>", b"", given).partition(_LATER)
    out.write(head)
    line, waiting, moments = 1, [], styles(given)
    for line, row in enumerate(rows, 2):
        waiting.append(row_of(line, row, moments))
        if line % AT_ONCE == 1:
            out.write("".join(waiting).encode())
            waiting.clear()
            told(line - 1)
    out.write("".join(waiting).encode() + _LATER + rest)


def styles(given):
    """{column: style} of the columns that have one."""
    return {
        column - 1: int(style)
        for first, last, style in _STYLE.findall(given)
        for column in range(int(first), int(last) + 1)
    }


def row_of(line, row, moments):
    cells = [
        cell_of(name(column), line, value, moments.get(column, 0))
        for column, value in enumerate(row)
        if value != "" and value is not None
    ]
    return f'<row r="{line}">{"".join(cells)}</row>'


def cell_of(column, line, value, style):
    """Strings stay strings: nothing that somebody wrote is ever calculated or followed."""
    if isinstance(value, str):
        return f'<c r="{column}{line}" t="inlineStr"><is><t xml:space="preserve">{safe(value)}</t></is></c>'
    number = day_of(value) if isinstance(value, datetime) else value
    return f'<c r="{column}{line}" s="{style}"><v>{number}</v></c>'


@lru_cache(maxsize=20_000)
def safe(words):
    return escape(_NUMBERED.sub("_x005F_", _NOT_IN_XML.sub("", words[:LONGEST_CELL])), quote=False)


def day_of(at):
    """A moment as a spreadsheet counts it: days, and the part of one that has passed, on the clock of the reader."""
    seconds = at.hour * 3600 + at.minute * 60 + at.second
    return round(at.toordinal() - DAYS_BEFORE + seconds / 86400, 8)


@lru_cache(maxsize=64)
def name(column):
    """A, B, … Z, AA."""
    more, letter = divmod(column, 26)
    return (name(more - 1) if more else "") + chr(65 + letter)
