"""Where platforms deliver: kept before the answer, understood after it.

Thousands come in while one is read, so this does without a session, a user and whatever else a page needs.
"""

from flask import Blueprint, jsonify, request
from werkzeug.exceptions import RequestEntityTooLarge

from app import jobs
from app.connectors.contract import Delivery, Unacceptable
from app.connectors.registry import connector_of
from app.extensions import csrf
from app.ingest.actions import accept, receive
from app.ingest.queries import channel_at
from app.ingest.reasons import sentence
from app.lib.bell import bell
from app.lib.transaction import brief, glance

bp = Blueprint("webhooks", __name__, url_prefix="/webhooks")
csrf.exempt(bp)


@bp.post("/<token>")
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


@bp.errorhandler(Unacceptable)
def turn_away(error):
    """A machine reads the code, the person who programs it the sentence."""
    return jsonify(error=sentence(error.code, error.details), reason=error.code), error.status
