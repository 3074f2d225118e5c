"""Tables that leave as CSV: a spreadsheet opens them, and runs nothing in them."""

import csv
import io
import tempfile

from flask import send_file

# A cell that begins with one of these is a formula to a spreadsheet.
RUNNING = ("=", "+", "-", "@", "\t", "\r")
IN_MEMORY = 1024 * 1024


def csv_line(cells):
    """One line of CSV, its cells made inert."""
    out = io.StringIO()
    csv.writer(out).writerow([inert(cell) for cell in cells])
    return out.getvalue()


def inert(cell):
    """A cell that a spreadsheet shows and does not calculate; numbers stay numbers."""
    text = str(cell)
    return f"'{text}" if isinstance(cell, str) and text.startswith(RUNNING) else text


def download(lines, name):
    """A file of lines, written before the answer begins: what is wrong with it is told and not cut off midway."""
    # On disk beyond a megabyte, so that a million rows need no memory; gone with the answer.
    file = tempfile.SpooledTemporaryFile(IN_MEMORY)
    # The mark tells spreadsheets that this is UTF-8.
    file.write("\ufeff".encode())
    for line in lines:
        file.write(line.encode())
    file.seek(0)
    return send_file(file, "text/csv; charset=utf-8", as_attachment=True, download_name=name)
