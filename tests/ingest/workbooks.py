"""Workbooks as Excel writes them (texts shared) and as other programs do (texts in their cells)."""

import zipfile
from datetime import datetime
from xml.sax.saxutils import escape

from openpyxl import Workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
EPOCH = datetime(1899, 12, 30)


def with_texts_in_cells(path, rows):
    book = Workbook(write_only=True)
    book.create_sheet("vide")
    sheet = book.create_sheet("données")
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def with_shared_texts(path, rows):
    """The least that Excel would open: one sheet, its texts by number, dates as numbers with a style."""
    texts, lines = {}, []
    for number, row in enumerate(rows, 1):
        cells = "".join(cell(f"{chr(65 + n)}{number}", value, texts) for n, value in enumerate(row))
        lines.append(f'<row r="{number}">{cells}</row>')
    shared = "".join(f"<si><t>{escape(text)}</t></si>" for text in texts)
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="{TYPE}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="{TYPE}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="{TYPE}.styles+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="{TYPE}.sharedStrings+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="données" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="{OFFICE}/styles" Target="styles.xml"/><Relationship Id="r3" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font/></fonts><fills count="1"><fill><patternFill/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf/><xf numFmtId="22"/></cellXfs></styleSheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{shared}</sst>',
        # What it says of its own size is wrong, as it often is.
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><dimension ref="A1:XFD1048576"/><sheetData>{"".join(lines)}</sheetData></worksheet>',
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{content}')
    return path


def cell(place, value, texts):
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f'<c r="{place}" s="1"><v>{(value - EPOCH).total_seconds() / 86400}</v></c>'
    if isinstance(value, str) and value.startswith("="):
        return f'<c r="{place}"><f>{value[1:]}</f><v>2</v></c>'
    if isinstance(value, str):
        return f'<c r="{place}" t="s"><v>{texts.setdefault(value, len(texts))}</v></c>'
    return f'<c r="{place}"><v>{value}</v></c>'
