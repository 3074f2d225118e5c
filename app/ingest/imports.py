"""Bring a file: drop it, say which column is what, watch it come in."""

from flask import (
    Blueprint,
    abort,
    current_app,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _

from app.accounts.access import me, requires
from app.channels.queries import channels_on
from app.extensions import csrf, db
from app.ingest import importing
from app.ingest.bringing import PLATFORM, bring, bring_to, discard, files_of
from app.ingest.columns import TITLES, by_column, chosen
from app.ingest.models import Import
from app.ingest.queries import refusals_of
from app.ingest.refused import refused_csv
from app.ingest.uploads import NoUpload, upload_in
from app.lib.errors import Refused
from app.lib.htmx import back_to, make_response
from app.lib.sheets import download

bp = Blueprint("imports", __name__, url_prefix="/imports")

WRONG = {
    "none": lambda: _("Choose a file first."),
    "empty": lambda: _("This file is empty."),
    "too-large": lambda: _(
        "This file is larger than %(most)s MB.", most=current_app.config["MAX_UPLOAD_MB"]
    ),
    "no-room": lambda: _("There is no room left on the server for this file."),
}
STATUS = {"too-large": 413, "no-room": 507}


def prepare(app):
    """What the page of a channel and of a file are drawn with."""
    app.jinja_env.globals.update(files_of=files_of, UNDER_WAY=importing.UNDER_WAY)


@bp.get("/new")
@requires("lead")
def new():
    return draw_new(channel_id=request.args.get("channel", type=int))


@bp.post("")
# A check of the token reads the whole body: it has to wait until the body may be as large as a file.
@csrf.exempt
@requires("lead")
def create():
    try:
        with upload_in("file") as upload:
            if current_app.config["WTF_CSRF_ENABLED"]:
                csrf.protect()
            channel = bring_to(request.form.get("channel", type=int))
            file = bring(upload, channel=channel, by=me())
    except NoUpload as error:
        return draw_new(WRONG[str(error)](), status=STATUS.get(str(error), 422))
    except Refused as error:
        return draw_new(error.reason, status=422)
    return redirect(url_for("imports.show", import_id=file.id), 303)


@bp.get("/<int:import_id>")
@requires("moderator")
def show(import_id):
    file = get_import(import_id)
    if file.state == importing.MAPPING:
        return draw_columns(file)
    return render_template("ingest/import.html", file=file, refusals=refusals(file))


@bp.get("/<int:import_id>/progress")
@requires("moderator")
def progress(import_id):
    """How far it is; once it has ended the whole page is drawn anew."""
    file = get_import(import_id)
    if file.state in importing.UNDER_WAY:
        return render_template("ingest/_progress.html", file=file)
    response = make_response("")
    response.headers["HX-Redirect"] = url_for("imports.show", import_id=file.id)
    return response


@bp.post("/<int:import_id>/columns")
@requires("lead")
def begin(import_id):
    file = get_import(import_id)
    width = len(importing.preview(file).headers)
    try:
        importing.begin(file, chosen(request.form, width))
    except Refused as error:
        return draw_columns(file, error.reason, 422)
    return redirect(url_for("imports.show", import_id=file.id), 303)


@bp.post("/<int:import_id>/stop")
@requires("lead")
def stop(import_id):
    importing.stop(get_import(import_id))
    return back_to("imports.show", _("Stopped. What was read stays."), import_id=import_id)


@bp.post("/<int:import_id>/go-on")
@requires("lead")
def go_on(import_id):
    importing.go_on(get_import(import_id))
    return redirect(url_for("imports.show", import_id=import_id), 303)


@bp.post("/<int:import_id>/discard")
@requires("lead")
def discard_file(import_id):
    discard(get_import(import_id))
    return back_to("imports.new", _("The file is set aside. Nothing of it was read."))


@bp.get("/<int:import_id>/refused.csv")
@requires("moderator")
def refused(import_id):
    file = get_import(import_id)
    return download(refused_csv(file), f"refused-{file.id}.csv")


def get_import(import_id):
    return db.session.get(Import, import_id) or abort(404)


def refusals(file):
    return refusals_of(file.channel, import_id=file.id)


def draw_new(problem=None, *, channel_id=None, status=200):
    known = channels_on(PLATFORM)
    page = render_template(
        "ingest/new.html", channels=known, channel_id=channel_id, problem=problem
    )
    return page, status


def draw_columns(file, problem=None, status=200):
    """The first rows with a choice above each column: what was guessed, or what was chosen a moment ago."""
    seen = importing.preview(file)
    guessed = by_column(seen.mapping)
    picked = [request.form.get(f"column-{n}", guessed.get(n, "")) for n in range(len(seen.headers))]
    page = render_template(
        "ingest/columns.html",
        file=file, preview=seen, picked=picked, titles=TITLES, problem=problem,
    )  # fmt: skip
    return page, status
