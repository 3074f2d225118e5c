"""Rows of an Excel file, however many: neither its texts nor its rows are ever all in memory."""

import os
import tempfile
import warnings
import zipfile
from array import array
from xml.etree.ElementTree import ParseError, iterparse

from openpyxl.cell.text import Text
from openpyxl.reader.excel import SHARED_STRINGS, ExcelReader
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.worksheet._reader import ROW_TAG, WorkSheetParser
from openpyxl.xml.constants import SHEET_MAIN_NS

from app.ingest.files.form import NotReadable

DATA_TAG, STRING_TAG = f"{{{SHEET_MAIN_NS}}}sheetData", f"{{{SHEET_MAIN_NS}}}si"
MOST_ROWS, MOST_CELLS = 1_048_576, 200
# A part that unpacks to hundreds of times its size was made to fill our memory.
BOMB_SIZE, BOMB_RATIO, MOST_OTHER = 64 * 1024 * 1024, 300, 64 * 1024 * 1024
BROKEN = (ParseError, zipfile.BadZipFile, ValueError, KeyError, EOFError, OSError, TypeError, IndexError, AttributeError)  # fmt: skip


def sheet_rows(path, position=0):
    """(cells, number of the row) of the first sheet that holds any, from after a row on."""
    try:
        with Workbook(path) as book:
            for sheet in book.sheets():
                yield from filled(book.rows(sheet), position)
                return
    except BROKEN as error:
        raise NotReadable("file-unreadable") from error


def sheet_total(path):
    """How many rows the sheet says it has; None when it does not."""
    try:
        with Workbook(path) as book:
            return next(book.sheets()).max_row
    except (*BROKEN, StopIteration) as error:
        raise NotReadable("file-unreadable") from error


def filled(rows, position):
    for number, cells in rows:
        if number > MOST_ROWS:
            return
        while cells and cells[-1] in (None, ""):
            cells.pop()
        if cells and number > position:
            yield cells, number


class Workbook(ExcelReader):
    """A workbook whose shared texts lie on disk."""

    def __init__(self, path):
        defuse(path)
        # An open file, because a path would be judged by its name.
        self.file = open(path, "rb")
        super().__init__(self.file, read_only=True, data_only=True, keep_links=False)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self.read()

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        self.archive.close()
        self.file.close()

    def read_strings(self):
        part = self.package.find(SHARED_STRINGS)
        if part is not None:
            with self.archive.open(part.PartName[1:]) as source:
                self.shared_strings = Strings(source)

    def sheets(self):
        """The visible sheets that hold a row."""
        for sheet in self.wb.worksheets:
            shown = isinstance(sheet, ReadOnlyWorksheet) and sheet.sheet_state == "visible"
            if shown and any(True for _ in filled(self.rows(sheet), 0)):
                yield sheet

    def rows(self, sheet):
        """(number, cells) of every row that is written down."""
        with sheet._get_source() as source:
            parser = Parser(
                source, sheet._shared_strings, data_only=True, epoch=self.wb.epoch,
                date_formats=self.wb._date_formats, timedelta_formats=self.wb._timedelta_formats,
            )  # fmt: skip
            for number, cells in parser.parse():
                yield number, in_order(cells)


def in_order(cells):
    row = [None] * min(max((cell["column"] for cell in cells), default=0), MOST_CELLS)
    for cell in cells:
        if cell["column"] <= MOST_CELLS:
            row[cell["column"] - 1] = cell["value"]
    return row


class Parser(WorkSheetParser):
    """Reads one row after the other, and lets go of each."""

    def parse(self):
        data = None
        for event, element in iterparse(self.source, events=("start", "end")):
            if event == "start":
                data = element if element.tag == DATA_TAG else data
            elif element.tag == ROW_TAG:
                yield self.parse_row(element)
                data.clear()


class Strings:
    """The texts that cells share, by number, in a file of their own."""

    def __init__(self, source):
        self.file, self.ends = tempfile.TemporaryFile(), array("Q", [0])
        root = None
        for event, element in iterparse(source, events=("start", "end")):
            if root is None:
                root = element
            elif event == "end" and element.tag == STRING_TAG:
                text = Text.from_tree(element).content.encode("utf-8", "replace")
                self.file.write(text)
                self.ends.append(self.ends[-1] + len(text))
                root.clear()
        self.file.flush()

    def __getitem__(self, number):
        begin, end = self.ends[number], self.ends[number + 1]
        return os.pread(self.file.fileno(), end - begin, begin).decode()


def defuse(path):
    """Refuse an archive that was made to fill our memory."""
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
    for part in parts:
        swollen = part.file_size > BOMB_SIZE and part.file_size > BOMB_RATIO * part.compress_size
        streamed = "sheet" in part.filename or "sharedStrings" in part.filename
        if swollen or (
            not streamed
            and part.filename.endswith((".xml", ".rels"))
            and part.file_size > MOST_OTHER
        ):
            raise NotReadable("file-swollen")
