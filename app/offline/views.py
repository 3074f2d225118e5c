"""What a browser keeps of Sada for when there is no line."""

from flask import Blueprint, jsonify, make_response, render_template

from app.offline import once, shell

bp = Blueprint("offline", __name__)


def prepare(app):
    """Count every act once."""
    app.before_request(once.take)
    app.after_request(once.remember)


@bp.get("/manifest.webmanifest")
def manifest():
    answer = jsonify(shell.manifest())
    answer.mimetype = "application/manifest+json"
    return for_everybody(answer)


@bp.get("/worker.js")
def worker():
    answer = make_response(shell.worker())
    answer.mimetype = "text/javascript"
    return for_everybody(answer)


@bp.get("/offline")
def page():
    """Shown from the browser's own keeping when no page can be had; nothing in it is anybody's."""
    return for_everybody(make_response(render_template("offline/page.html")))


def for_everybody(answer):
    # Asked for anew each time, so that nobody keeps the version before.
    answer.headers["Cache-Control"] = "no-cache"
    return answer
