"""Doors that platforms knock at besides: one address for all accounts of an application, and "is anybody at home?"."""

from flask import Response, current_app, jsonify, request
from sqlalchemy import select

from app import jobs
from app.channels.models import Channel
from app.connectors.contract import Delivery, Unacceptable
from app.connectors.registry import all_connectors, connect, for_everybody
from app.ingest.actions import Parcel, receive
from app.ingest.queries import channel_at
from app.lib.bell import bell
from app.lib.transaction import brief, glance

CHANNEL = Channel.__table__.c
# What is echoed is short: nobody shall make this address say a whole page.
LONGEST_ECHO = 4096


def deliver_shared(platform, delivery_for):
    """Take in one delivery for several channels; what is for accounts that nobody connected is let go of."""
    kind = sharing(platform)
    connector, delivery = for_everybody(kind), delivery_for(kind)
    connector.verify(delivery)
    new = 0
    for part in connector.route(delivery):
        for channel_id in channels_of(part.platform or platform, part.account_id):
            fingerprint = connector.fingerprint(Delivery(part.payload, delivery.headers))
            parcel = Parcel(channel_id, part.payload, part.items, fingerprint)
            with brief() as connection:
                new += receive(connection, parcel)
    if new:
        bell().ring(jobs.PROCESS_EVENTS.name)
    return jsonify(received=new)


def channels_of(platform, account_id):
    """The channels of one account; a paused one keeps what it is sent."""
    here = (
        CHANNEL.platform == platform,
        CHANNEL.account_id == account_id,
        CHANNEL.archived_at.is_(None),
    )
    with glance() as connection:
        return connection.execute(select(CHANNEL.id).where(*here)).scalars().all()


def shake_shared(platform):
    """Answer a platform that asks whether the address of our application is really ours."""
    return said(for_everybody(sharing(platform)))


def shake(token):
    """Answer a platform that asks whether the address of one channel is really ours."""
    with glance() as connection:
        channel = channel_at(connection, token)
    if channel is None:
        raise Unacceptable("channel-unknown", 404)
    return said(connect(channel))


def said(connector):
    if not hasattr(connector, "challenge"):
        raise Unacceptable("only-posts", 405)
    headers = {name.lower(): value for name, value in request.headers.items()}
    asked = Delivery(b"", headers, request.args.to_dict())
    answer = connector.challenge(asked)
    current_app.logger.info("A platform asked whether we are at home (%s)", connector.name)
    return echoed(answer)


def echoed(answer):
    """Plain text or JSON, never a page, and short."""
    return Response(
        answer.body[:LONGEST_ECHO],
        content_type=f"{answer.content_type}; charset=utf-8",
        headers={"X-Content-Type-Options": "nosniff"},
    )


def sharing(platform):
    kind = all_connectors().get(platform)
    if kind is None or not kind.shares_webhook:
        raise Unacceptable("channel-unknown", 404)
    return kind
