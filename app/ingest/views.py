"""Where platforms deliver: kept before the answer, understood after it."""

from flask import Blueprint, jsonify, request
from werkzeug.exceptions import RequestEntityTooLarge

from app.connectors.contract import Delivery, Unacceptable
from app.connectors.registry import connector_of
from app.extensions import csrf
from app.ingest.actions import receive
from app.ingest.queries import channel_at
from app.ingest.reasons import sentence
from app.lib.transaction import looking

bp = Blueprint("webhooks", __name__, url_prefix="/webhooks")
csrf.exempt(bp)


@bp.post("/<token>")
def deliver(token):
    """Take in one delivery; the answer says how many items were received, and how many of them were known."""
    with looking():
        channel = channel_at(token)
    if channel is None or not connector_of(channel).receives_webhooks:
        raise Unacceptable("channel-unknown", 404)
    items, is_new = receive(channel, delivery(connector_of(channel)))
    known = {} if is_new else {"known": items}
    return jsonify(received=items, **known), 202


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
