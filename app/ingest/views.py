"""Where platforms deliver and ask whether we are at home: kept before the answer, understood after it."""

from flask import Blueprint, current_app, jsonify, request
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import RequestEntityTooLarge

from app import jobs
from app.connectors.contract import Delivery, Unacceptable
from app.connectors.registry import connector_of
from app.extensions import csrf
from app.ingest import hubs
from app.ingest.actions import accept, receive
from app.ingest.queries import channel_at
from app.ingest.reasons import sentence
from app.ingest.shared import deliver_shared, echoed, shake, shake_shared
from app.lib.bell import bell
from app.lib.database import writes
from app.lib.transaction import brief, glance, let_go, transaction

bp = Blueprint("webhooks", __name__, url_prefix="/webhooks")
csrf.exempt(bp)


def prepare(app):
    app.wsgi_app = Door(app)


class Door:
    """Takes deliveries out of the line before the rest of the product sees them.

    Looking for a signed-in person, a rate limit, a language and a content policy costs as much as keeping the
    delivery does; hundreds come in a second, and each of them is signed.
    """

    def __init__(self, app):
        self.app, self.inner = app, app.wsgi_app

    def __call__(self, environ, start_response):
        place, _, name = environ.get("PATH_INFO", "").rpartition("/")
        if environ["REQUEST_METHOD"] != "POST" or place not in DOORS:
            return self.inner(environ, start_response)
        with self.app.request_context(environ):
            response = self.app.make_response(DOORS[place](name))
            response.headers["X-Content-Type-Options"] = "nosniff"
            return response(environ, start_response)


@bp.post("/<token>", endpoint="deliver")
def answer(token):
    """What the sender is told, whatever happens."""
    return told(deliver, token)


@bp.post("/app/<platform>", endpoint="deliver_shared")
def answer_shared(platform):
    """What a platform is told that delivers for all our channels there at once."""
    return told(deliver_shared, platform, delivery)


@bp.get("/<token>", endpoint="shake")
def greet(token):
    return told(shake, token)


@bp.get("/app/<platform>", endpoint="shake_shared")
def greet_shared(platform):
    return told(shake_shared, platform)


@bp.post("/hub/<word>", endpoint="hub_delivers")
def answer_hub(word):
    """What a hub is told that brings what a site published."""
    return told(hubs.deliver, word, delivery)


@bp.get("/hub/<word>", endpoint="hub")
def greet_hub(word):
    return told(shake_hub, word)


DOORS = {
    bp.url_prefix: answer,
    f"{bp.url_prefix}/app": answer_shared,
    f"{bp.url_prefix}/hub": answer_hub,
}


def told(take, *what):
    try:
        return take(*what)
    except Unacceptable as error:
        return turn_away(error.code, error.status, error.details)
    except OperationalError as error:
        current_app.logger.error("The database did not take a delivery: %s", error.orig)
        return turn_away("busy", 503)
    except Exception:
        current_app.logger.exception("A delivery failed")
        return turn_away("failed", 500)


def shake_hub(word):
    """A hub that asks whether we asked it writes down what it promises: this GET changes something."""
    let_go()
    with writes(), transaction():
        said = hubs.verify(word, request.args.to_dict())
    return echoed(said)


def deliver(token):
    """Take in one delivery; the answer says how many items were received, and how many of them were known."""
    with glance() as connection:
        channel = channel_at(connection, token)
    if channel is None or not connector_of(channel).receives_webhooks:
        raise Unacceptable("channel-unknown", 404)
    parcel = accept(channel, delivery(connector_of(channel)))
    if not parcel.items:
        return jsonify(received=0), 202
    with brief() as connection:
        is_new = receive(connection, parcel)
    if not is_new:
        return jsonify(received=parcel.items, known=parcel.items), 202
    bell().ring(jobs.PROCESS_EVENTS.name)
    return jsonify(received=parcel.items), 202


def delivery(connector):
    """The raw bytes and headers of this request; nothing is read beyond what one delivery may hold."""
    request.max_content_length = connector.body_limit
    try:
        body = request.get_data(cache=False)
    except RequestEntityTooLarge:
        raise Unacceptable("too-large", 413, most=connector.body_limit) from None
    headers = {name.lower(): value for name, value in request.headers.items()}
    return Delivery(body, headers, request.args.to_dict())


def turn_away(code, status, details=None):
    """A machine reads the code, the person who programs it the sentence."""
    response = jsonify(error=sentence(code, details), reason=code)
    response.status_code = status
    if status == 503:
        response.headers["Retry-After"] = "1"
    return response
