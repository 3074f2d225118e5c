"""Hubs that tell us of news by themselves: what we asked of them, until when they promised, and what they delivered."""

import secrets
from datetime import timedelta
from urllib.parse import urlsplit

from flask import current_app
from sqlalchemy import String, and_, or_, select

from app import jobs
from app.channels.models import Channel, new_token
from app.extensions import BigId, db
from app.jobs import enqueue
from app.lib.addresses import is_allowed, is_public
from app.lib.clock import UTCDateTime, now
from app.lib.secrets import Encrypted

LEASE = timedelta(days=10)
# A shorter promise than that is not worth a subscription; a longer one is looked at again all the same.
SHORTEST, LONGEST = timedelta(minutes=5), timedelta(days=30)
# A hub that said nothing yet, one that failed (longer each time), and one that said no.
SILENCE, REFUSAL = timedelta(hours=1), timedelta(days=1)
# How long after we asked a hub may look whether we did; then a question is nobody's.
ASKED_FOR = timedelta(days=1)
# The safety net: how often a feed is read all the same whose hub tells us of its news.
SAFETY_SECONDS = 2 * 3600
# How often a hub is asked to stop that does not answer: its promise ends by itself.
GIVE_UP_LEAVING = 4
NEW, HELD, DENIED, FAILED, LEFT = "new", "held", "denied", "failed", "left"


class Subscription(db.Model):
    """One promise of a hub to one channel. `word` is the end of our address for it, which nobody else can guess."""

    __tablename__ = "hub_subscriptions"
    id = db.Column(db.Integer, primary_key=True)
    channel_id = db.Column(
        db.ForeignKey("channels.id", ondelete="CASCADE"), nullable=False, index=True
    )
    word = db.Column(String(64), nullable=False, unique=True, default=new_token)
    hub = db.Column(String(1000), nullable=False)
    topic = db.Column(String(1000), nullable=False)
    kept = db.Column(Encrypted, nullable=False, default=lambda: {"secret": secrets.token_hex(32)})
    state = db.Column(String(10), nullable=False, default=NEW)
    # What we asked for last (subscribe, unsubscribe), and when: only this is confirmed.
    asking = db.Column(String(12))
    asked_at = db.Column(UTCDateTime)
    # When the hub is asked (again); the feed names it still.
    ask_at = db.Column(UTCDateTime)
    wanted = db.Column(db.Boolean, nullable=False, default=True)
    lease_ends_at = db.Column(UTCDateTime)
    failures = db.Column(db.Integer, nullable=False, default=0)
    words = db.Column(String(300), nullable=False, default="")
    delivered = db.Column(BigId, nullable=False, default=0)
    delivered_at = db.Column(UTCDateTime)
    # Deliveries without our signature: answered as the standard says, and nothing of them kept.
    unsigned = db.Column(BigId, nullable=False, default=0)
    unsigned_at = db.Column(UTCDateTime)
    channel = db.relationship(
        Channel, backref=db.backref("subscriptions", passive_deletes=True, lazy="select")
    )

    @property
    def secret(self):
        return self.kept.get("secret", "")

    @property
    def is_wanted(self):
        """Whether we want to hear: the feed names the hub, and its channel is read."""
        return self.wanted and not (self.channel.paused_at or self.channel.archived_at)

    @property
    def holds(self):
        """Whether the hub has promised to tell us by now."""
        return self.state == HELD and bool(self.lease_ends_at) and self.lease_ends_at > now()


def wish(channel, push):
    """What a feed says of its hub: a new one is asked, one that it no longer names is left."""
    named = [each for each in channel.subscriptions if each.wanted]
    same = [each for each in named if (each.hub, each.topic) == (push.hub, push.topic)]
    for each in named:
        if each not in same:
            each.wanted = False
    if push.hub and not same and is_reachable():
        made = Subscription(
            channel=channel, hub=push.hub, topic=push.topic, failures=0, wanted=True
        )
        db.session.add(made)
        ask_soon(made)


def is_reachable():
    """Whether a hub could reach this server at all: the address people know it by is no private one."""
    host = urlsplit(current_app.config["PUBLIC_URL"]).hostname or ""
    if is_allowed(host):
        return True
    try:
        return is_public(host)
    except ValueError:
        return "." in host and not host.lower().endswith((".local", ".internal", ".localhost"))


def look_after_hubs():
    """Ask the hubs that are due: to begin, to go on before their promise ends, or to end it."""
    leaving = or_(
        Channel.paused_at.is_not(None), Channel.archived_at.is_not(None), ~Subscription.wanted
    )
    bound = Subscription.state != LEFT
    unasked = or_(Subscription.asking.is_(None), Subscription.asking != "unsubscribe")
    wanted = select(Subscription).join(Channel).where(
        or_(
            and_(Subscription.ask_at <= now(), or_(bound, ~leaving)),
            and_(leaving, bound, unasked),
            and_(~leaving, Subscription.state == LEFT, Subscription.ask_at.is_(None)),
        )
    )  # fmt: skip
    for subscription in db.session.scalars(wanted.limit(50)):
        if not subscription.wanted and subscription.asking is None:
            db.session.delete(subscription)
        else:
            ask_soon(subscription)


def ask_soon(subscription):
    """Ask a hub, and again later if nothing comes of it."""
    subscription.asking = "subscribe" if subscription.is_wanted else "unsubscribe"
    subscription.asked_at = now()
    subscription.ask_at = now() + SILENCE * 2 ** min(subscription.failures, 5)
    subscription.failures += 1
    if subscription.asking == "unsubscribe" and subscription.failures > GIVE_UP_LEAVING:
        left(subscription)
        return
    enqueue(jobs.ASK_HUB, subscription)


def confirmed(subscription, lease):
    """The hub looked whether we asked, and we did: it tells us until then."""
    if subscription.asking == "unsubscribe":
        left(subscription)
        return
    lease = min(timedelta(seconds=lease) if lease else LEASE, LONGEST)
    subscription.state, subscription.failures, subscription.words = HELD, 0, ""
    subscription.lease_ends_at = now() + lease
    # Well before the end; where the promise is for a moment, not more often than a hub can bear.
    subscription.ask_at = now() + max(lease * 0.75, SHORTEST)
    # What was published between our last look and this promise is read, too.
    if subscription.channel.poll:
        subscription.channel.poll.due_at = now()


def denied(subscription, words):
    """The hub does not want to: reading goes on as without it, and tomorrow we ask again."""
    subscription.state, subscription.words = DENIED, words[:300]
    subscription.lease_ends_at, subscription.ask_at = None, now() + REFUSAL


def failed(subscription, words):
    """The hub could not be asked."""
    if subscription.asking == "unsubscribe" or subscription.holds:
        # What was promised holds until its end.
        subscription.words = words[:300]
        return
    subscription.state, subscription.words = FAILED, words[:300]


def left(subscription):
    """The hub tells us no more. A channel that is only paused asks it again when it goes on."""
    subscription.state, subscription.asking, subscription.failures = LEFT, None, 0
    subscription.ask_at = subscription.lease_ends_at = None
    if not subscription.wanted:
        db.session.delete(subscription)


def heard_from(subscription_id):
    """The values by which a signed delivery is counted, in one statement."""
    table = Subscription.__table__
    return table.update().where(table.c.id == subscription_id).values(
        delivered=table.c.delivered + 1, delivered_at=now()
    )  # fmt: skip


def unsigned_from(subscription_id):
    table = Subscription.__table__
    return table.update().where(table.c.id == subscription_id).values(
        unsigned=table.c.unsigned + 1, unsigned_at=now()
    )  # fmt: skip


def subscription_of(channel):
    """The hub that a channel's feed names now; None when it names none, or none was asked."""
    wanted = select(Subscription).where(
        Subscription.channel_id == channel.id, Subscription.wanted.is_(True)
    )
    return db.session.scalars(wanted.order_by(Subscription.id.desc()).limit(1)).first()


def read_seldom(channel):
    """Seconds that a channel may be left alone because a hub tells us what is new; 0 where none does."""
    if not channel.subscriptions:
        return 0
    soon = now() + timedelta(seconds=60)
    held = any(each.holds and each.wanted and each.lease_ends_at > soon for each in channel.subscriptions)  # fmt: skip
    return SAFETY_SECONDS if held else 0
