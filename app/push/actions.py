"""A device asks to be told, or no longer."""

import base64
import binascii
import hashlib

from cryptography.hazmat.primitives.asymmetric import ec
from flask_babel import gettext as _
from sqlalchemy import delete, select

from app.extensions import db
from app.lib.addresses import is_allowed, public_address
from app.lib.errors import PermanentError, Refused, TransientError
from app.lib.http import taken_apart
from app.push.models import PushDevice, PushWait

MOST, LONGEST = 10, 1000


def check_endpoint(url):
    """Refuse an address that our workers must not call: without HTTPS, of a private network, or none at all."""
    try:
        parts = taken_apart(url[:LONGEST])
        if parts.scheme != "https" and not is_allowed(parts.hostname):
            raise PermanentError("not https", code="address")
        public_address(parts.hostname, parts.port or 443)
    except (PermanentError, TransientError) as error:
        raise Refused(_("Messages cannot be sent to this browser."), status=422) from error


def check_keys(p256dh, auth):
    """Refuse what nothing could be locked with."""
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw(p256dh))
        right = len(raw(auth)) == 16
    except (ValueError, binascii.Error):
        right = False
    if not right:
        raise Refused(_("Messages cannot be sent to this browser."), status=422)


def add_device(user, *, endpoint, p256dh, auth, name=""):
    """From now on this browser is told; who signed in there last is whose it is."""
    check_keys(p256dh, auth)
    db.session.execute(delete(PushDevice).where(PushDevice.fingerprint == mark(endpoint)))
    kept = {"endpoint": endpoint, "p256dh": p256dh, "auth": auth}
    device = PushDevice(user_id=user.id, fingerprint=mark(endpoint), kept=kept, name=name[:80])
    db.session.add(device)
    db.session.flush()
    newest = select(PushDevice.id).where(PushDevice.user_id == user.id)
    newest = newest.order_by(PushDevice.id.desc()).offset(MOST)
    old = db.session.scalars(newest).all()
    db.session.execute(delete(PushDevice).where(PushDevice.id.in_(old)))
    return device


def remove_device(user, *, number=None, endpoint=None):
    """This browser of theirs is told no more."""
    mine = PushDevice.user_id == user.id
    which = PushDevice.fingerprint == mark(endpoint) if endpoint else PushDevice.id == number
    db.session.execute(delete(PushDevice).where(mine, which))
    left = select(PushDevice.id).where(mine).limit(1)
    if db.session.scalar(left) is None:
        db.session.execute(delete(PushWait).where(PushWait.user_id == user.id))


def mark(endpoint):
    return hashlib.sha256(endpoint.encode()).hexdigest()


def raw(word):
    return base64.urlsafe_b64decode(word + "=" * (-len(word) % 4))
