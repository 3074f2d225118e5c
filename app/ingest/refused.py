"""The rows of a file that could not become comments, as a file to correct and bring again."""

import json

from flask_babel import gettext as _
from sqlalchemy import select

from app.extensions import db
from app.ingest.models import Refusal
from app.ingest.reasons import sentence
from app.lib.sheets import csv_line

AT_ONCE = 500


def refused_csv(file):
    """Lines of CSV: where each row stands, why it was refused, and its cells; nothing in it runs in a spreadsheet."""
    yield csv_line([_("line"), _("reason")])
    after = 0
    while refusals := batch(file, after):
        for each in refusals:
            cells = json.loads(each.item or "[]")
            yield csv_line([each.position, sentence(each.reason, each.details), *cells])
        after = refusals[-1].id


def batch(file, after):
    wanted = select(Refusal).where(
        Refusal.import_id == file.id, Refusal.replayed_at.is_(None), Refusal.id > after
    )
    return db.session.scalars(wanted.order_by(Refusal.id).limit(AT_ONCE)).all()
