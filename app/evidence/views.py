"""Evidence: kept by a button, listed, drawn as a paper, and checked."""

from flask import Blueprint, Response, abort, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.access import me, requires
from app.comments.fragments import redraw
from app.comments.queries import hold
from app.evidence.canonical import fingerprint
from app.evidence.keeping import ask_for_paper, is_intact, keep, latest
from app.evidence.models import Evidence, EvidencePaper
from app.extensions import db
from app.lib.htmx import request
from config import LOCALES

bp = Blueprint("evidence", __name__)
LIST = 50


def prepare(app):
    app.jinja_env.globals["evidence_of"] = latest


@bp.post("/comments/<int:comment_id>/evidence")
@requires("moderator")
def create(comment_id):
    """Keep a comment because somebody asks for it."""
    comment = hold(comment_id)
    keep(comment, by=me())
    return redraw(comment, notice=_("Kept as evidence."))


@bp.get("/evidence")
@requires("moderator")
def index():
    wanted = select(Evidence).order_by(Evidence.id.desc()).limit(LIST + 1)
    if before := request.args.get("before", type=int):
        wanted = wanted.where(Evidence.id < before)
    found = db.session.scalars(wanted).all()
    more = found[LIST - 1].id if len(found) > LIST else None
    return render_template("evidence/index.html", found=found[:LIST], more=more)


@bp.get("/evidence/<int:evidence_id>")
@requires("moderator")
def show(evidence_id):
    return page(get(evidence_id))


@bp.get("/evidence/<int:evidence_id>/check")
@requires("moderator")
def check(evidence_id):
    """Whether what we keep is what was kept."""
    return page(get(evidence_id), checked=True)


@bp.post("/evidence/<int:evidence_id>/check")
@requires("moderator")
def compare(evidence_id):
    """Whether a file somebody brings is what was kept, byte for byte."""
    row, sent = get(evidence_id), request.files.get("file")
    brought = sent.read().decode("utf-8", "replace") if sent else ""
    return page(row, checked=True, fits=fingerprint(brought) == row.sha256)


def page(row, **more):
    papers = {paper.locale: paper for paper in row.papers}
    return render_template(
        "evidence/page.html", evidence=row, papers=papers, intact=is_intact(row), **more
    )


@bp.get("/evidence/<int:evidence_id>/evidence.json")
@requires("moderator")
def content(evidence_id):
    row = get(evidence_id)
    return taken(row.content.encode(), "application/json", "evidence.json")


@bp.post("/evidence/<int:evidence_id>/papers")
@requires("moderator")
def draw(evidence_id):
    row, locale = get(evidence_id), request.form.get("locale")
    if locale not in LOCALES:
        abort(400)
    ask_for_paper(row, locale)
    return redirect(url_for("evidence.show", evidence_id=row.id), 303)


@bp.get("/evidence/<int:evidence_id>/papers")
@requires("moderator")
def papers(evidence_id):
    """The papers as they are now."""
    row = get(evidence_id)
    drawn = {paper.locale: paper for paper in row.papers}
    return render_template("evidence/_papers.html", evidence=row, papers=drawn)


@bp.get("/evidence/<int:evidence_id>/<locale>.pdf")
@requires("moderator")
def paper(evidence_id, locale):
    wanted = select(EvidencePaper.pdf).where(EvidencePaper.evidence_id == evidence_id)
    drawn = db.session.scalar(wanted.where(EvidencePaper.locale == locale)) or abort(404)
    return taken(drawn, "application/pdf", f"sada-{evidence_id}-{locale}.pdf")


def taken(content, kind, name):
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, mimetype=kind, headers=headers)


def get(evidence_id):
    return db.session.get(Evidence, evidence_id) or abort(404)
