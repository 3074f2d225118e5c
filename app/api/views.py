"""The doors for programs: the same addresses and answers as the Perspective API's."""

import json

from flask import Blueprint, current_app, g, jsonify, request
from werkzeug.exceptions import RequestEntityTooLarge

from app.api.answering import answer
from app.api.asking import read
from app.api.discovery import description
from app.api.faults import Fault, no_key, not_here, too_often, wrong, wrong_key
from app.api.keys import key_shown
from app.extensions import csrf
from app.lib.limits import limiter

bp = Blueprint("api", __name__)
csrf.exempt(bp)

# Whoever only changes the host keeps Perspective's own path; whoever changes the address may choose the shorter.
DOORS = ("/api", "/api/v1alpha1", "/v1alpha1")
LARGEST = 200_000


def at_every_door(path, **more):
    def add(view):
        for door in DOORS:
            view = bp.route(f"{door}{path}", **more)(view)
        return view

    return add


def key():
    """The key as Google's programs send it: in the address, or in a header."""
    if "api_key" not in g:
        shown = request.args.get("key") or request.headers.get("X-Goog-Api-Key")
        g.api_key_shown, g.api_key = bool(shown), key_shown(shown)
    return g.api_key


def refused(fault):
    return jsonify(error=fault.body), fault.code


def busy(limit):
    response = jsonify(error=too_often().body)
    response.status_code = 429
    return response


@bp.before_request
def keep_nothing():
    g.no_cookies = True


@at_every_door("/comments:analyze", methods=["POST"])
@limiter.limit(
    lambda: current_app.config["API_RATE"],
    key_func=lambda: f"key {key()}",
    exempt_when=lambda: key() is None,
    on_breach=busy,
)
@limiter.limit("60/minute", exempt_when=lambda: key() is not None, on_breach=busy)
def analyze():
    """Scores for one comment; it is read, answered and forgotten."""
    try:
        if key() is None:
            raise wrong_key() if g.api_key_shown else no_key()
        return current_app.response_class(
            json.dumps(answer(read(body())), ensure_ascii=False), mimetype="application/json"
        )
    except Fault as fault:
        return refused(fault)


@at_every_door("/comments:suggestscore", methods=["POST"])
@limiter.limit("60/minute", on_breach=busy)
def suggest():
    """What a program thinks the score should have been: not taken, since strangers must not teach the team's model."""
    return refused(not_here("comments:suggestscore"))


@bp.get("/$discovery/rest")
@bp.get("/api/$discovery/rest")
def discover():
    """How Google's client libraries learn which addresses there are."""
    return jsonify(description(current_app.config["PUBLIC_URL"]))


def body():
    request.max_content_length = LARGEST
    try:
        return request.get_data(cache=False)
    except RequestEntityTooLarge:
        raise wrong("Comment text too long.", "COMMENT_TOO_LONG") from None
