"""One slice of a file, from bytes to comments: thousands of rows in each transaction, kept with how far it came."""

import json
import time

from flask import current_app
from sqlalchemy import insert, select

from app import jobs
from app.comments.ready import Unfit, ready
from app.connectors.contract import Bad
from app.connectors.importer import Rows
from app.extensions import db
from app.ingest.booking import book, day_of
from app.ingest.files.form import NotReadable
from app.ingest.files.opening import form_again, rows_of, total_of
from app.ingest.files.seen import Seen
from app.ingest.files.tables import BadRow
from app.ingest.importing import DONE, RUNNING, UNDER_WAY, fail, path_of
from app.ingest.models import Import, Refusal
from app.ingest.reasons import sentence
from app.ingest.settling import REFUSED, settle_apart
from app.jobs import ring
from app.lib.clock import now
from app.lib.text import clean
from app.lib.transaction import looking, transaction

# Many rows touch the same pages of the indexes: five thousand at once cost a quarter less than one thousand, and hold
# the one writer's place of SQLite for a third of a second. Rows of long texts are fewer at once, for memory's sake.
CHUNK, HEAVY, SLICE_SECONDS, LONGEST_CELL = 5000, 4_000_000, 2, 20_000
# The file this process was reading last: going on costs nothing, and only another process begins by skipping.
OPEN = {}


class Reading:
    """An open file, and how far it was read; `chunk` gives what comes next, ready to be kept."""

    def __init__(self, file):
        self.id, form = file.id, kept_form(file)
        self.reader, self.seen = Rows(file.mapping, current_app.config["TIMEZONE"]), Seen()
        # Which of its like a row is counts from the beginning; rows with ids can be read on from anywhere.
        begin_at = file.position if self.reader.has_ids else 0
        self.position, self.is_sheet = begin_at, form.kind == "xlsx"
        self.has_header = file.mapping["header"] and not begin_at
        self.number = file.rows + file.mapping["header"] if begin_at else 0
        self.opened = rows_of(path_of(file), form, begin_at)
        self.rows = self.opened.__enter__()
        self.skip_to(file.position)

    def skip_to(self, position):
        """Read again what was read before, to know which rows are the same."""
        while self.position < position:
            cells = self.next_row()
            if cells is None:
                return
            if not isinstance(cells, BadRow):
                self.reader.read(cells, self.seen.count)

    def next_row(self):
        """The cells of the next row, the header aside; None at the end."""
        for cells, position in self.rows:
            self.position = position
            self.number = position if self.is_sheet else self.number + 1
            if self.has_header:
                self.has_header = False
                continue
            return cells
        return None

    def chunk(self):
        """The next rows as (number, cells, Ready or Bad); none at the end."""
        found, letters, received_at = [], 0, now()
        while len(found) < CHUNK and letters < HEAVY and (cells := self.next_row()) is not None:
            found.append((self.number, cells, self.understood(cells, received_at)))
            letters += weight(cells)
        return found

    def understood(self, cells, received_at):
        if isinstance(cells, BadRow):
            return Bad(cells.reason, cells.details)
        item, _ = self.reader.read(cells, self.seen.count)
        if isinstance(item, Bad):
            return item
        try:
            return ready(item, received_at)
        except Unfit as error:
            return Bad(error.reason, error.details)

    def close(self):
        self.opened.__exit__(None, None, None)


def weight(cells):
    told = [cells.told] if isinstance(cells, BadRow) else cells
    return sum(len(cell) for cell in told if isinstance(cell, str))


def import_slice(import_id):
    """Read on for a moment; says whether there is more to read."""
    try:
        reading = go_on_reading(import_id)
        # Finding the place again may take longer than a slice: at least one chunk is kept each time.
        end = time.monotonic() + SLICE_SECONDS
        more = reading is not None
        while more:
            more = keep_chunk(reading)
            if more and time.monotonic() > end:
                return True
        forget(import_id)
        return False
    except (NotReadable, FileNotFoundError) as error:
        forget(import_id)
        reason = getattr(error, "reason", "file-missing")
        with transaction():
            fail(db.session.get(Import, import_id), sentence(reason, getattr(error, "details", {})))
        return False
    except BaseException:
        forget(import_id)
        raise


def go_on_reading(import_id):
    """The open file at the place where the database says that reading stopped; None when nobody wants it read."""
    with looking():
        file = db.session.get(Import, import_id)
        if file is None or file.state not in UNDER_WAY:
            return forget(import_id)
        reading = OPEN.get(import_id)
        if reading is None or reading.position != file.position:
            forget(import_id)
            reading = OPEN[import_id] = Reading(file)
        begun = file.started_at is not None
        form = kept_form(file)
        path = path_of(file)
    if not begun:
        total = total_of(path, form)
        with transaction():
            file = db.session.get(Import, import_id)
            file.rows_total = total and max(0, total - bool(file.mapping["header"]))
            file.state, file.started_at = RUNNING, now()
    return reading


def kept_form(file):
    mapping = file.mapping
    return form_again(
        file.kind, file.encoding, file.delimiter, mapping["width"], mapping["headers"]
    )


def forget(import_id):
    reading = OPEN.pop(import_id, None)
    if reading:
        reading.close()


def keep_chunk(reading):
    """Read, then keep in one transaction what was read and how far that is; says whether to go on."""
    begun_at = reading.position
    chunk = reading.chunk()
    with transaction():
        wanted = select(Import).where(Import.id == reading.id).with_for_update()
        file = db.session.scalar(wanted.execution_options(populate_existing=True))
        if file is None or file.state not in UNDER_WAY or file.position != begun_at:
            return False
        settle_rows(file, chunk)
        file.channel.last_received_at = now()
        file.state, file.position, file.rows = RUNNING, reading.position, file.rows + len(chunk)
        if not chunk:
            file.state, file.ended_at, file.rows_total = DONE, now(), file.rows
            ring(jobs.TRIAGE_COMMENTS)
            return False
    return True


def settle_rows(file, chunk):
    """Comments, refusals and the ledger of one chunk."""
    fit = [(number, cells, item) for number, cells, item in chunk if not isinstance(item, Bad)]
    bad = [(number, cells, item) for number, cells, item in chunk if isinstance(item, Bad)]
    outcomes = settle_apart(file.channel_id, [item for _, _, item in fit])
    for row, outcome in zip(fit, outcomes, strict=True):
        if outcome == REFUSED:
            bad.append((*row[:2], Bad("not-kept")))
    counts = {name: outcomes.count(name) for name in ("new", "updated", "known")}
    counts["refused"] = len(bad)
    for name, more in counts.items():
        setattr(file, name, getattr(file, name) + more)
    today = day_of(now())
    connection = db.session.connection()
    book(connection, file.channel_id, today, received=len(chunk), **counts)
    if bad:
        connection.execute(
            insert(Refusal.__table__),
            [refusal(file, *row) for row in sorted(bad, key=lambda row: row[0])],
        )


def refusal(file, number, cells, item):
    told = [cells.told] if isinstance(cells, BadRow) else cells
    told = [clean(str(cell), LONGEST_CELL) if cell is not None else "" for cell in told]
    return {
        "channel_id": file.channel_id, "import_id": file.id, "position": number,
        "reason": item.reason, "details": item.details, "at": now(),
        "item": json.dumps(told, ensure_ascii=False),
    }  # fmt: skip
