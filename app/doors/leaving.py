"""A platform tells us that somebody took our application away, or wants deleted what we hold of them; and they can look."""

from hashlib import sha256

from flask import Blueprint, Response, abort, jsonify, render_template, request

from app.authors.linking import forget_who
from app.channels import departures
from app.channels.departures import Departure
from app.comments.unnamed import unname
from app.connectors.contract import Delivery, Unacceptable
from app.connectors.registry import all_connectors, for_everybody
from app.extensions import csrf, db
from app.ingest.reasons import sentence
from app.lib.links import keep_to_themselves, public_url

bp = Blueprint("leaving", __name__, url_prefix="/leaving")
csrf.exempt(bp)
LONGEST = 16 * 1024


@bp.post("/<platform>/<any(left, delete):what>")
def tell(platform, what):
    """What the platform signed is done at once; a deletion answers with a code and the page where it can be looked up."""
    kind = all_connectors().get(platform)
    if kind is None or not hasattr(kind, "who_left"):
        abort(404)
    request.max_content_length = LONGEST
    body = request.get_data(cache=False)
    try:
        person = for_everybody(kind).who_left(Delivery(body, {}))
    except Unacceptable as error:
        return jsonify(error=sentence(error.code, error.details), reason=error.code), error.status
    fingerprint = sha256(what.encode() + body).digest()
    done = departures.departure_like(fingerprint) or depart(kind, person, what, fingerprint)
    if what == "left":
        return Response(status=204)
    return jsonify(url=public_url("leaving.show", code=done.code), confirmation_code=done.code)


def depart(kind, person, what, fingerprint):
    """Keys first; who asked for deletion is named nowhere any more either."""
    theirs = departures.cut_ties(kind, person)
    unnamed = unname(departures.kinds_beside(kind), person) if what == "delete" else []
    forget_who(unnamed)
    done = Departure(
        platform=kind.name, kind=what, fingerprint=fingerprint, channels=len(theirs), authors=len(unnamed)
    )  # fmt: skip
    db.session.add(done)
    db.session.flush()
    return done


@bp.get("/<code>")
def show(code):
    """What was done, for whoever holds the code; it says nothing of who they are."""
    done = departures.departure_at(code) or abort(404)
    page = render_template("channels/left.html", departure=done, title=all_connectors()[done.platform].title)  # fmt: skip
    return keep_to_themselves(Response(page))
