"""Rows of a text file, one after the other, each with the place to go on from after it."""

import csv
import json

from app.ingest.files.form import MOST_COLUMNS
from app.ingest.files.lines import BLOCK, LONGEST_LINE, Lines


class BadRow:
    """A row that cannot be read, why, and what stands there."""

    def __init__(self, reason, told="", **details):
        self.reason, self.told, self.details = reason, told, details


def csv_rows(file, form, position=0):
    """(cells or BadRow, position after it); a row with a fault costs no other row."""
    lines = Lines(file, form.encoding, position)
    quoting = csv.QUOTE_MINIMAL if form.quoted else csv.QUOTE_NONE
    begun = lines.position
    while True:
        try:
            reader = csv.reader(lines, delimiter=form.delimiter, quoting=quoting, strict=True)
            for cells in reader:
                if cells:
                    yield fitting(cells, form), lines.position
                begun = lines.position
            return
        except csv.Error:
            # A quote that is never closed, or closed too soon: its first line is read alone, and then the next.
            lines = Lines(file, form.encoding, begun)
            line = next(iter(lines))
            yield alone(line, form), lines.position
            begun = lines.position


def fitting(cells, form):
    """Empty cells at the end are nothing; more cells than the first row has mean that a cell was cut in two."""
    while len(cells) > form.width and not cells[-1].strip():
        cells.pop()
    if len(cells) > form.width:
        return BadRow(
            "row-too-wide", form.delimiter.join(cells), cells=len(cells), wanted=form.width
        )
    return cells


def alone(line, form):
    """One line by itself, its quotes taken as plain characters, or as they come."""
    line = line.rstrip("\r\n")
    for quoting, clear in ((csv.QUOTE_NONE, unwrapped), (csv.QUOTE_MINIMAL, str)):
        try:
            cells = next(csv.reader([line], delimiter=form.delimiter, quoting=quoting), [])
        except csv.Error:
            continue
        if len(cells) == form.width:
            return [clear(cell) for cell in cells]
    return BadRow("row-quotes", line)


def unwrapped(cell):
    """A cell without the quotes around it, where both are there."""
    whole = len(cell) > 1 and cell[0] == cell[-1] == '"'
    return cell[1:-1].replace('""', '"') if whole else cell


def line_rows(file, form, position=0):
    """One JSON object a line, as cells in the order of the columns."""
    lines = Lines(file, form.encoding, position)
    for line in lines:
        if line.strip():
            yield of_object(line, form.headers), lines.position


def of_object(line, headers):
    try:
        told = json.loads(line)
    except (ValueError, RecursionError):
        return BadRow("row-not-json", line)
    return cells_of(told, headers) if isinstance(told, dict) else BadRow("row-not-json", line)


def cells_of(told, headers):
    """The cells in the order of the columns; while these are not known yet, the whole object."""
    flat = flattened(told)
    return flat if headers is None else [flat.get(name, "") for name in headers]


def flattened(told, before="", into=None):
    """An object in an object as author.name; what is deeper still, and lists, as text."""
    into = {} if into is None else into
    for name, value in list(told.items())[:MOST_COLUMNS]:
        name = f"{before}{name}"
        if isinstance(value, dict) and not before:
            flattened(value, f"{name}.", into)
        elif isinstance(value, list):
            into[name] = ",".join(map(str, value))
        else:
            into[name] = (
                "" if value is None else value if isinstance(value, int | float) else str(value)
            )
    return into


def list_rows(file, form, position=0):
    """The objects of one long JSON list, without ever holding the list."""
    lines, decoder = Lines(file, form.encoding, position), json.JSONDecoder()
    position, rest, blocks = lines.position, "", blocks_of(lines)
    while True:
        trimmed = rest.lstrip("\ufeff \t\r\n,[")
        position += len(rest[: len(rest) - len(trimmed)].encode(form.encoding))
        try:
            told, end = decoder.raw_decode(trimmed)
        except (ValueError, RecursionError):
            more = next(blocks, None)
            if more is None or len(trimmed) > LONGEST_LINE:
                if trimmed.strip("] \t\r\n"):
                    yield BadRow("file-unreadable", trimmed[:400]), position
                return
            rest = trimmed + more
            continue
        position += len(trimmed[:end].encode(form.encoding))
        rest = trimmed[end:]
        if isinstance(told, dict):
            yield cells_of(told, form.headers), position
        else:
            yield BadRow("row-not-json", str(told)), position


def blocks_of(lines):
    """Some lines at a time, so that an object over many lines is not tried at each."""
    block, size = [], 0
    for line in lines:
        block.append(line)
        size += len(line)
        if size > BLOCK // 4:
            yield "".join(block)
            block, size = [], 0
    if block:
        yield "".join(block)
