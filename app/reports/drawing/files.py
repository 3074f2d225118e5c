"""Ask for a document, find it again, and let old ones go."""

import re
import secrets
from pathlib import Path

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select

from app import jobs
from app.extensions import db
from app.jobs import enqueue
from app.lib.clock import ago, now
from app.lib.errors import Refused
from app.lib.transaction import after_commit
from app.reports.drawing.models import FORMATS, UNDER_WAY, ReportFile
from app.reports.drawing.whole import may_see, report_named
from config import LOCALES

KEPT_DAYS = 30
MOST_AT_ONCE = 8
LIST = 50
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "png": "image/png",
}


def ask_for(report, *, period, query, format, locale, by, part="", named=False):
    """Ask for a report as a file; a worker makes it."""
    if format not in FORMATS or locale not in LOCALES:
        raise Refused(_("There is no such document."), status=400)
    if not may_see(report_named(report), by):
        raise Refused(_("There is no such report."), status=404)
    if waiting_for(by) >= MOST_AT_ONCE:
        raise Refused(_("Several of your documents are still being made. Wait until one is there."))
    file = ReportFile(
        report=report, period=period, query=query, format=format, locale=locale, part=part,
        named=bool(named) and by.may("lead"), by_id=by.id,
    )  # fmt: skip
    db.session.add(file)
    enqueue(jobs.MAKE_DOCUMENT, file)
    return file


def waiting_for(user):
    mine = select(ReportFile.id).where(ReportFile.by_id == user.id, ReportFile.state.in_(UNDER_WAY))
    return len(db.session.scalars(mine).all())


def files_of(user, most=LIST):
    """What this person asked for, newest first."""
    mine = select(ReportFile).where(ReportFile.by_id == user.id)
    return db.session.scalars(mine.order_by(ReportFile.id.desc()).limit(most)).all()


def folder():
    """Where documents wait; of this installation's owner alone."""
    place = Path(current_app.config["SADA_HOME"]) / "documents"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def new_place(file):
    return f"{file.id}-{secrets.token_hex(8)}.{file.format}"


def finish(file, *, name, stored_as):
    """It is there."""
    file.state, file.over_at, file.reason = "done", now(), None
    file.name, file.stored_as = name, stored_as
    file.size = (folder() / stored_as).stat().st_size


def fail(file, reason):
    """It could not be made, for this reason."""
    if file:
        file.state, file.over_at, file.reason = "failed", now(), reason[:2000]


def discard(file):
    """Forget a document, and its file once that is kept."""
    if file.stored_as:
        place = folder() / file.stored_as
        after_commit(lambda: place.unlink(missing_ok=True))
    db.session.delete(file)


def prune():
    """Let go of documents that nobody needs any more: they can be made again."""
    old = select(ReportFile).where(ReportFile.made_at < ago(days=KEPT_DAYS)).limit(50)
    for file in db.session.scalars(old):
        discard(file)


def name_of(title, period, format):
    """What the file is called on the disk of who keeps it."""
    words = re.sub(r"[^\w]+", "-", title, flags=re.UNICODE).strip("-").lower()
    return f"{words}-{period.start}.{format}"
