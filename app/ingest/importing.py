"""A file becomes comments: looked at, begun, read a thousand rows at a time, stopped, done."""

from dataclasses import dataclass
from itertools import islice

from flask_babel import gettext as _

from app import jobs
from app.connectors.columns import FIELDS, guess
from app.ingest.files.form import Form, NotReadable
from app.ingest.files.opening import look, rows_of
from app.ingest.files.tables import BadRow
from app.ingest.reasons import sentence
from app.ingest.uploads import uploads
from app.jobs import enqueue
from app.lib.clock import now
from app.lib.errors import Refused

SHOWN_ROWS, LOOKED_AT, LONGEST_CELL = 20, 200, 300
MAPPING, WAITING, RUNNING, DONE = "mapping", "waiting", "running", "done"
FAILED, STOPPED = "failed", "stopped"
UNDER_WAY = (WAITING, RUNNING)


@dataclass(frozen=True)
class Preview:
    """How a file begins: the names of its columns, its first rows, and which column seems to be what."""

    form: Form
    headers: list
    rows: list
    mapping: dict


def preview(file):
    """Look at an import's file; raises Refused, with what to do, when there is no table in it."""
    path = path_of(file)
    try:
        form = look(path)
        with rows_of(path, form) as found:
            rows = [row for row, _ in islice(found, LOOKED_AT) if not isinstance(row, BadRow)]
    except NotReadable as error:
        raise Refused(sentence(error.reason, error.details)) from None
    except FileNotFoundError:
        raise Refused(sentence("file-missing")) from None
    if not rows:
        raise Refused(sentence("file-empty"))
    first, rest = (list(form.headers), rows) if form.headers else (rows[0], rows[1:])
    mapping = guess(first, rest)
    if form.headers:
        mapping["header"] = False
    named = form.headers or mapping["header"]
    shown = rest if named else rows
    headers = [str(name or "") for name in first] if named else numbered(rows)
    return Preview(form, headers, [list(map(shortly, row)) for row in shown[:SHOWN_ROWS]], mapping)


def numbered(rows):
    """Names for columns that have none."""
    return [_("Column %(number)s", number=n + 1) for n in range(max(map(len, rows)))]


def shortly(cell):
    text = "" if cell is None else str(cell)
    return text if len(text) <= LONGEST_CELL else f"{text[:LONGEST_CELL]}…"


def note_form(file, form):
    """Keep with an import how its file is written."""
    file.kind, file.encoding, file.delimiter = form.kind, form.encoding, form.spelled


def begin(file, mapping):
    """Read the file to its end in the background, with these columns: {"text": 2, "author_name": 0, …}."""
    if file.state != MAPPING:
        raise Refused(_("This file is already being read."))
    form = preview(file).form
    columns = {name: int(mapping[name]) for name in FIELDS if mapping.get(name) is not None}
    if "text" not in columns:
        raise Refused(_("Say which column holds the text of the comments."))
    file.mapping = columns | {
        "header": bool(mapping.get("header", True)) and not form.headers,
        "day_first": bool(mapping.get("day_first", True)),
        "width": form.width,
        "headers": list(form.headers),
    }
    note_form(file, form)
    file.state, file.reason = WAITING, None
    return enqueue(jobs.IMPORT_FILE, file)


def stop(file):
    """Read no further; what was read stays."""
    if file.state not in UNDER_WAY:
        raise Refused(_("This file is not being read."))
    file.state, file.ended_at = STOPPED, now()


def go_on(file):
    """Read on from where it was stopped or failed."""
    if file.state not in (STOPPED, FAILED):
        raise Refused(_("This file needs no more reading."))
    file.state, file.reason, file.ended_at = WAITING, None, None
    return enqueue(jobs.IMPORT_FILE, file)


def fail(file, reason):
    """Say why a file could not be read to its end."""
    file.state, file.reason, file.ended_at = FAILED, reason, now()


def path_of(file):
    """Where the file lies; it is let go of some time after it was read."""
    if not file.stored_as:
        raise FileNotFoundError
    return uploads() / file.stored_as
