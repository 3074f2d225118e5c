"""The plan's actions, which feedbacks can be about: listed, brought in from a sheet, corrected, put away."""

import re

from flask import Blueprint, abort, render_template, request
from flask_babel import gettext as _
from sqlalchemy import delete, select

from app.accounts.access import login_required, requires
from app.extensions import db
from app.feedback.models import PlanAction
from app.feedback.planning import FIELDS, MOST, change, guess, read_sheet, refused, said_by, take
from app.feedback.queries import plan
from app.ingest.files.form import NotReadable
from app.ingest.uploads import NoUpload, upload_in, uploads
from app.lib.errors import Refused
from app.lib.htmx import back_to

SHOWN = 8
_STORED = re.compile(r"[0-9a-f]{32}")
bp = Blueprint("plan", __name__, url_prefix="/feedback/plan")


@bp.get("")
@login_required
def index():
    return draw()


def draw(status=200, **more):
    return render_template(
        "feedback/plan.html", actions=plan(), fields=FIELDS, most=MOST, **more
    ), status


@bp.post("/file")
@requires("lead")
def look():
    """The first lines of a sheet and what each column seems to be; nothing is kept of it yet."""
    try:
        with upload_in("file") as upload:
            sheet = read_sheet(uploads() / upload.stored_as)
    except (NoUpload, NotReadable):
        raise Refused(
            _("This file cannot be read as a table: CSV, JSON or XLSX."), status=422
        ) from None
    return render_template(
        "feedback/plan_file.html", upload=upload, sheet=sheet, shown=sheet.lines[:SHOWN],
        guessed=guess(sheet.head), fields=FIELDS,
    )  # fmt: skip


@bp.post("/import")
@requires("lead")
def bring():
    """Take the sheet in as its columns were told."""
    stored = request.form.get("stored", "")
    path = uploads() / stored
    if not _STORED.fullmatch(stored) or not path.is_file():
        raise Refused(_("The file is not here any more: choose it again."), status=410)
    chosen = {name: request.form.get(name, type=int) for name in FIELDS}
    mapping = {name: column for name, column in chosen.items() if column is not None}
    taken = take(read_sheet(path), mapping)
    path.unlink(missing_ok=True)
    return draw(taken=taken)


@bp.post("")
@requires("lead")
def create():
    """One more action, typed."""
    keep(None)
    return back_to("plan.index", _("Added."))


@bp.post("/<int:number>")
@requires("lead")
def change_action(number):
    keep(db.session.get(PlanAction, number) or abort(404))
    return back_to("plan.index", _("Saved."))


@bp.post("/<int:number>/deletion")
@requires("lead")
def remove(number):
    """Feedbacks about it stay, about none."""
    db.session.execute(delete(PlanAction).where(PlanAction.id == number))
    return back_to("plan.index", _("Deleted."))


def keep(one):
    """Write what a form says of an action; the code is nobody else's."""
    said = said_by(
        [request.form.get(name, "") for name in FIELDS], {n: c for c, n in enumerate(FIELDS)}
    )
    others = select(PlanAction).where(PlanAction.id != (one.id if one else 0))
    known = {other.code: other for other in db.session.scalars(others)}
    if why := refused(said, set(known), known):
        raise Refused(
            _("The code is another action's.") if said["code"] in known else why, status=422
        )
    if one is None:
        db.session.add(PlanAction(**said))
    else:
        change(one, said)
