"""The rows of a file that could not become comments, as a file to correct and bring again."""

import csv
import io
import json

from flask_babel import gettext as _
from sqlalchemy import select

from app.extensions import db
from app.ingest.models import Refusal
from app.ingest.reasons import sentence

FORMULA = ("=", "+", "-", "@", "\t", "\r")
AT_ONCE = 500


def refused_csv(file):
    """Lines of CSV: where each row stands, why it was refused, and its cells; nothing in it runs in a spreadsheet."""
    # Excel reads UTF-8 only when the file says so.
    yield "\ufeff" + as_line([_("line"), _("reason")])
    after = 0
    while refusals := batch(file, after):
        for each in refusals:
            cells = json.loads(each.item or "[]")
            yield as_line([each.position, sentence(each.reason, each.details), *cells])
        after = refusals[-1].id


def batch(file, after):
    wanted = select(Refusal).where(
        Refusal.import_id == file.id, Refusal.replayed_at.is_(None), Refusal.id > after
    )
    return db.session.scalars(wanted.order_by(Refusal.id).limit(AT_ONCE)).all()


def as_line(cells):
    line = io.StringIO()
    csv.writer(line).writerow([inert(cell) for cell in cells])
    return line.getvalue()


def inert(cell):
    """A cell that a spreadsheet shows and does not calculate."""
    text = str(cell)
    return f"'{text}" if text.startswith(FORMULA) else text
