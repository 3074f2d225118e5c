"""One way into every kind of file."""

from contextlib import contextmanager
from dataclasses import replace
from itertools import islice

from app.ingest.files.form import MOST_COLUMNS, NO_DELIMITER, Form, NotReadable, form_of
from app.ingest.files.tables import BadRow, csv_rows, line_rows, list_rows

LOOKED_AT = 200


def look(path):
    """The form of a file, with the names of its columns where its rows say them; raises NotReadable."""
    form = form_of(path)
    if form.kind in ("jsonl", "json"):
        names = {}
        with rows_of(path, replace(form, headers=None)) as rows:
            for row, _ in islice(rows, LOOKED_AT):
                names |= {} if isinstance(row, BadRow) else dict.fromkeys(row)
        if not names:
            raise NotReadable("file-empty")
        form = replace(form, headers=tuple(names)[:MOST_COLUMNS])
    return form


def form_again(kind, encoding, spelled, width, headers):
    """A form as it was kept beside the file."""
    if kind != "csv":
        return Form(kind, encoding or "utf-8", headers=tuple(headers or ()))
    spelled = spelled or NO_DELIMITER
    return Form(kind, encoding, spelled[0], '"' in spelled[1:], width)


@contextmanager
def rows_of(path, form, position=0):
    """(cells or BadRow, position after it) of each row from a position on."""
    if form.kind == "xlsx":
        # Not above: what reads workbooks brings numpy along, and the web seldom needs it.
        from app.ingest.files.sheets import sheet_rows

        rows = sheet_rows(path, position)
        try:
            yield rows
        finally:
            rows.close()
        return
    read = {"csv": csv_rows, "jsonl": line_rows, "json": list_rows}[form.kind]
    with open(path, "rb") as file:
        yield read(file, form, position)


def total_of(path, form):
    """How many rows a file has, as far as that can be known without a second long reading."""
    if form.kind == "xlsx":
        from app.ingest.files.sheets import sheet_total

        return sheet_total(path)
    with rows_of(path, form) as rows:
        return sum(1 for _ in rows)
