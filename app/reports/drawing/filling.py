"""Makes the file that somebody asked for, and tells how far it is."""

import os
from zoneinfo import ZoneInfo

from flask import current_app
from flask_babel import gettext as _

from app.extensions import db
from app.lib.clock import now
from app.lib.errors import Refused
from app.lib.transaction import looking, transaction
from app.reports.drawing import charts, files, rows
from app.reports.drawing.csv import csv
from app.reports.drawing.docx import docx
from app.reports.drawing.models import ReportFile
from app.reports.drawing.pdf import pdf
from app.reports.drawing.whole import may_see, report_named, whole
from app.reports.drawing.xlsx import xlsx
from app.reports.period import read_period
from app.search.query import Query


def fill(file_id):
    """Count, draw, and keep one document; done twice it is made anew."""
    with transaction():
        file = db.session.get(ReportFile, file_id)
        if file is None or not file.under_way:
            return
        file.state, file.rows = "running", 0
    with looking():
        order = Order(db.session.get(ReportFile, file_id))
    place = files.folder() / order.stored_as
    draft = place.with_suffix(".part")
    try:
        DRAWS[order.format](order, draft)
        os.replace(draft, place)
    finally:
        draft.unlink(missing_ok=True)
    with transaction():
        if file := db.session.get(ReportFile, file_id):
            name = files.name_of(order.document.title, order.period, order.format)
            files.finish(file, name=name, stored_as=order.stored_as)


class Order:
    """What was asked for, with the document already counted: nothing below reads the database but the rows."""

    def __init__(self, file):
        self.id, self.format, self.locale, self.named, self.part = (
            file.id,
            file.format,
            file.locale,
            file.named,
            file.part,
        )
        self.zone = ZoneInfo(current_app.config["TIMEZONE"])
        self.team = current_app.config["TEAM_NAME"]
        self.period, self.user_id = read_period(file.period, self.zone), file.by_id
        self.stored_as = files.new_place(file)
        report = report_named(file.report)
        if not may_see(report, file.by):
            raise Refused(_("There is no such report."))
        self.query = Query.of(file.query)
        self.document = whole(report, self.period, self.query, user=file.by, locale=file.locale)


def write_pdf(order, path):
    path.write_bytes(pdf(order.document, team=order.team))


def write_docx(order, path):
    path.write_bytes(docx(order.document, team=order.team))


def write_csv(order, path):
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        file.writelines(csv(order.document))


def write_png(order, path):
    found = [
        block for block in order.document.blocks if block.chart and order.part in ("", block.key)
    ]
    if not found:
        raise Refused(_("There is no such chart."))
    path.write_bytes(charts.png(found[0].chart, locale=order.locale))


def write_xlsx(order, path):
    with looking():
        told = Progress(order.id, rows.total(order.query, order.period, order.user_id))
        wanted = rows.Rows(
            order.query, order.period, order.user_id, order.locale, order.zone, named=order.named
        )
    head = rows.head(order.locale, named=order.named)
    xlsx(order.document, str(path), team=order.team, head=head, rows=wanted, told=told)


class Progress:
    """Tells the page how far the sheet is; not more often than somebody looks."""

    def __init__(self, file_id, total):
        self.file_id, self.at = file_id, now()
        with transaction():
            db.session.get(ReportFile, file_id).rows_total = total

    def __call__(self, done):
        if (now() - self.at).total_seconds() < 1:
            return
        self.at = now()
        with transaction():
            if file := db.session.get(ReportFile, self.file_id):
                file.rows = done


DRAWS = {
    "pdf": write_pdf,
    "docx": write_docx,
    "xlsx": write_xlsx,
    "csv": write_csv,
    "png": write_png,
}
