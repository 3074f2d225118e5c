"""Documents: asked for here, watched while they are made, taken along."""

from flask import Blueprint, abort, redirect, render_template, request, send_from_directory, url_for
from flask_babel import gettext as _

from app.accounts.access import login_required, me
from app.extensions import db
from app.lib.htmx import back_to, make_response
from app.reports.drawing import files
from app.reports.drawing.models import FORMATS, ReportFile
from app.reports.period import read_period, zone_of_team
from app.search.query import Query
from config import LOCALES

bp = Blueprint("documents", __name__, url_prefix="/reports/documents")


def prepare(app):
    app.jinja_env.globals.update(DOCUMENT_FORMATS=FORMATS, DOCUMENT_LOCALES=LOCALES)


@bp.get("")
@login_required
def index():
    return render_template("reports/documents/index.html", files=files.files_of(me()))


@bp.post("")
@login_required
def create():
    told = request.form
    file = files.ask_for(
        told.get("report", ""),
        period=read_period(told, zone_of_team()).args,
        query=str(Query.of(told.get("q", ""))),
        format=told.get("format", "pdf"),
        locale=told.get("locale", "fr"),
        part=told.get("part", "")[:40],
        named=told.get("named"),
        by=me(),
    )
    db.session.flush()
    return redirect(url_for("documents.show", file_id=file.id), 303)


@bp.get("/<int:file_id>")
@login_required
def show(file_id):
    return render_template("reports/documents/page.html", file=mine(file_id))


@bp.get("/<int:file_id>/progress")
@login_required
def progress(file_id):
    """How far it is; once it is over the page is drawn anew."""
    file = mine(file_id)
    if file.under_way:
        return render_template("reports/documents/_progress.html", file=file)
    response = make_response("")
    response.headers["HX-Redirect"] = url_for("documents.show", file_id=file.id)
    return response


@bp.get("/<int:file_id>/file")
@login_required
def download(file_id):
    file = mine(file_id)
    if file.state != "done" or not (files.folder() / file.stored_as).exists():
        abort(404)
    return send_from_directory(
        files.folder(), file.stored_as, mimetype=files.TYPES[file.format], as_attachment=True,
        download_name=file.name, max_age=0,
    )  # fmt: skip


@bp.post("/<int:file_id>/deletion")
@login_required
def delete(file_id):
    files.discard(mine(file_id))
    return back_to("documents.index", _("The document is deleted."))


def mine(file_id):
    """A document this person asked for; what others asked for is not there."""
    file = db.session.get(ReportFile, file_id)
    return file if file and file.by_id == me().id else abort(404)
