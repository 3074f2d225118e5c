"""How a file is written, found out from its beginning: its kind, its encoding, and what stands between cells."""

import csv
import json
import zipfile
from collections import Counter
from dataclasses import dataclass

from app.ingest.files.lines import sample_of

DELIMITERS = ",;\t|"
NO_DELIMITER = "\x1f"  # one column: no text holds this
LOOKED_AT = 60
MOST_COLUMNS = 200
# Longer than the longest text that is kept, so that a quote that is never closed is noticed soon.
csv.field_size_limit(64 * 1024)


class NotReadable(Exception):
    """A file that cannot be taken in: a code of app/ingest/reasons.py, with what fills its sentence."""

    def __init__(self, reason, **details):
        super().__init__(reason)
        self.reason, self.details = reason, details


@dataclass(frozen=True)
class Form:
    """`kind` is csv, jsonl, json or xlsx; cells of a csv may be `quoted`, and there are `width` of them."""

    kind: str
    encoding: str = "utf-8"
    delimiter: str = ""
    quoted: bool = True
    width: int = 0
    headers: tuple = ()

    @property
    def spelled(self):
        """The delimiter as it is kept, with the quote where cells have one."""
        return self.delimiter + ('"' if self.quoted and self.delimiter else "")


def form_of(path):
    """Look at a file's first bytes; raises NotReadable for what is no table at all."""
    sample, encoding = sample_of(path)
    if sample.startswith(b"PK\x03\x04"):
        return Form("xlsx") if is_workbook(path) else refuse("file-kind")
    if sample.startswith(b"\xd0\xcf\x11\xe0"):
        raise NotReadable("file-old-excel")
    text = sample.decode(encoding, "replace").lstrip("\ufeff")
    if not text.strip():
        raise NotReadable("file-empty")
    if looks_binary(text):
        raise NotReadable("file-kind")
    return of_json(text, encoding) or of_csv(text, encoding)


def refuse(reason):
    raise NotReadable(reason)


def is_workbook(path):
    try:
        with zipfile.ZipFile(path) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except (zipfile.BadZipFile, OSError):
        return False


def looks_binary(text):
    odd = sum(1 for c in text[:4096] if c < " " and c not in "\t\n\r\f" or c == "\ufffd")
    return odd > len(text[:4096]) / 20


def of_json(text, encoding):
    """One object a line, or a list of them; the columns are the keys of the first ones."""
    start = text.lstrip()[:1]
    if start == "[":
        return Form("json", encoding) if text.lstrip()[1:].lstrip()[:1] in "{]" else None
    if start != "{":
        return None
    try:
        first = json.loads(next(line for line in text.splitlines() if line.strip()))
    except (ValueError, RecursionError):
        return None
    return Form("jsonl", encoding) if isinstance(first, dict) else None


def of_csv(text, encoding):
    """The delimiter under which most rows have the same number of cells; with quotes, unless they do not fit."""
    lines = text.splitlines(keepends=True)
    whole = lines[:-1] if len(lines) > 1 and len(text) > 100_000 else lines
    tries = [(d, quoted) for quoted in (True, False) for d in DELIMITERS]
    best = max(tries, key=lambda one: fitness(whole, *one))
    share, _, width = fitness(whole, *best)[:3]
    if share < 0.5 or width < 2:
        starts = [line.lstrip()[:1] for line in lines if line.strip()][:LOOKED_AT]
        return Form("csv", encoding, NO_DELIMITER, starts.count('"') * 3 > len(starts), 1)
    return Form("csv", encoding, best[0], best[1], width)


def fitness(lines, delimiter, quoted):
    """How well rows fit: the share with the commonest width, quotes before none, then the width itself."""
    quoting = csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE
    widths = Counter()
    try:
        for row in csv.reader(lines, delimiter=delimiter, quoting=quoting):
            widths[len(row)] += bool(row)
            if sum(widths.values()) >= LOOKED_AT:
                break
    except csv.Error:
        return 0, quoted, 0
    width, rows = max(widths.items(), key=lambda pair: (pair[1], pair[0]), default=(0, 0))
    if not 2 <= width <= MOST_COLUMNS:
        return 0, quoted, width
    return round(rows / sum(widths.values()), 2), quoted, width
