"""Hubs knock here: "was it you who asked?", and what a site published, kept before the answer if it bears our signature."""

from hashlib import sha256

from flask import current_app
from sqlalchemy import bindparam, select

from app import jobs
from app.channels import subscriptions as kept
from app.channels.models import Channel, Poll
from app.channels.subscriptions import Subscription
from app.connectors import websub
from app.connectors.contract import Shake, Unacceptable
from app.connectors.registry import all_connectors
from app.extensions import db
from app.ingest.actions import Parcel, receive
from app.lib.bell import bell
from app.lib.clock import now
from app.lib.errors import PermanentError, Refused, Unsure
from app.lib.links import public_url
from app.lib.text import clean
from app.lib.transaction import brief, glance, looking, transaction

LONGEST_CHALLENGE = 1024
TABLE = Subscription.__table__.c
AT = (
    select(
        TABLE.id, TABLE.channel_id, TABLE.state, TABLE.kept, Channel.__table__.c.platform,
        Channel.__table__.c.archived_at,
    )
    .join(Channel.__table__, Channel.__table__.c.id == TABLE.channel_id)
    .where(TABLE.word == bindparam("word"))
)  # fmt: skip


def ask(subscription_id):
    """Ask one hub what we want of it; it may look at our address before it answers, so nothing is held meanwhile."""
    with looking():
        found = db.session.get(Subscription, subscription_id)
        if found is None or not found.asking:
            return
        asked = (
            found.hub, found.asking, found.topic, public_url("webhooks.hub", word=found.word),
            found.secret, int(kept.LEASE.total_seconds()),
        )  # fmt: skip
    try:
        websub.ask_hub(*asked)
    except (PermanentError, Refused, Unsure) as error:
        with transaction():
            not_asked(subscription_id, str(error))


def not_asked(subscription_id, words):
    """Keep why a hub could not be asked."""
    if found := db.session.get(Subscription, subscription_id):
        kept.failed(found, clean(words, 300))


def verify(word, told):
    """Say yes to a hub that asks whether we asked it; to anybody else, that nobody is here."""
    found = db.session.scalar(select(Subscription).where(Subscription.word == word))
    mode, topic = told.get("hub.mode"), told.get("hub.topic")
    if found is None or topic != found.topic or not asked_lately(found):
        raise Unacceptable("channel-unknown", 404)
    if mode == "denied" and found.asking == "subscribe":
        kept.denied(found, clean(told.get("hub.reason") or "", 300))
        return Shake("")
    challenge = told.get("hub.challenge") or ""
    if mode != found.asking or not 0 < len(challenge) <= LONGEST_CHALLENGE:
        raise Unacceptable("channel-unknown", 404)
    lease = told.get("hub.lease_seconds") or ""
    kept.confirmed(found, int(lease) if lease.isascii() and lease.isdigit() and len(lease) < 10 else 0)  # fmt: skip
    return Shake(challenge)


def asked_lately(subscription):
    """Whether a hub may still look: we asked, and not long ago."""
    at = subscription.asked_at
    return bool(subscription.asking and at and at > now() - kept.ASKED_FOR)


def deliver(word, delivery_for):
    """Take in what a hub brings; without our signature nothing of it is kept, and the hub hears no difference."""
    with glance() as connection:
        found = connection.execute(AT, {"word": word}).first()
    if found is None:
        raise Unacceptable("channel-unknown", 404)
    if found.archived_at or found.state == kept.LEFT:
        raise Unacceptable("channel-unknown", 410)
    delivery = delivery_for(all_connectors()[found.platform])
    shown = delivery.headers.get("x-hub-signature", "")
    if not websub.is_signed(found.kept.get("secret"), shown, delivery.body):
        with brief() as connection:
            connection.execute(kept.unsigned_from(found.id))
        current_app.logger.warning("A delivery of a hub without our signature (channel %s)", found.channel_id)  # fmt: skip
        return {}, 202
    with brief() as connection:
        connection.execute(kept.heard_from(found.id))
        if delivery.body.strip():
            receive(connection, parcel_of(found.channel_id, delivery))
        else:
            # A hub that says only that there is something: we look.
            connection.execute(Poll.__table__.update().where(Poll.channel_id == found.channel_id).values(due_at=now()))  # fmt: skip
    bell().ring(jobs.PROCESS_EVENTS.name)
    return {}, 202


def parcel_of(channel_id, delivery):
    return Parcel(channel_id, delivery.body, 1, sha256(delivery.body).digest())
