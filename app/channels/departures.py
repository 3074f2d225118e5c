"""People who took our application away on a platform, or asked it to delete what it holds of them: what was done, and by which code they can look."""

import secrets

from sqlalchemy import LargeBinary, String, select

from app import jobs
from app.channels.connectings import Connecting
from app.channels.models import Channel
from app.channels.troubles import lose, trouble
from app.connectors.failures import auth_expired
from app.connectors.registry import all_connectors
from app.extensions import db
from app.jobs import enqueue
from app.lib.clock import UTCDateTime, now


def new_code():
    return secrets.token_hex(12)


class Departure(db.Model):
    """One request of a platform in somebody's name. Who it was is not kept: that is what they asked for."""

    __tablename__ = "departures"
    id = db.Column(db.Integer, primary_key=True)
    code = db.Column(String(40), nullable=False, unique=True, default=new_code)
    # SHA-256 of the request as it was signed: the same again is the same request.
    fingerprint = db.Column(LargeBinary(32), nullable=False, unique=True)
    platform = db.Column(String(40), nullable=False)
    # "left" or "delete".
    kind = db.Column(String(10), nullable=False)
    at = db.Column(UTCDateTime, nullable=False, default=now)
    # How many channels lost their key by it, and under how many names people wrote that were taken away.
    channels = db.Column(db.Integer, nullable=False, default=0)
    authors = db.Column(db.Integer, nullable=False, default=0)


def departure_at(code):
    return db.session.scalar(select(Departure).where(Departure.code == code))


def departure_like(fingerprint):
    return db.session.scalar(select(Departure).where(Departure.fingerprint == fingerprint))


def kinds_beside(kind):
    """The names of all platforms that one application of ours serves, as Meta's does two."""
    return [
        name for name, each in all_connectors().items() if each.app_settings == kind.app_settings
    ]


def cut_ties(kind, person):
    """Throw away every key that came from a person's yes; each channel says so, and administrators are told once."""
    platforms = kinds_beside(kind)
    wanted = select(Channel).where(Channel.platform.in_(platforms)).with_for_update()
    found = db.session.scalars(wanted).all()
    theirs = [row for row in found if row.settings.get("app_user") == person]
    for channel in found:
        if not channel.settings.get("app_user") and not channel.archived_at:
            # Nobody knows through whom it was connected: the platform says whether its key still opens.
            enqueue(jobs.CHECK_CHANNEL, channel)
    for channel in theirs:
        channel.secrets, channel.granted, channel.expires_at = {}, None, None
        channel.settings = {k: v for k, v in channel.settings.items() if k != "app_user"}
        if not channel.archived_at:
            trouble(channel, auth_expired(), "farewell")
            lose(channel)
    forget_tries(platforms)
    return theirs


def forget_tries(platforms):
    """Whoever is on their way through the window just now begins anew: the keys they hold may be the person's."""
    for row in db.session.scalars(select(Connecting).where(Connecting.platform.in_(platforms))):
        db.session.delete(row)
