"""The key by which push services know this house: made when it is first needed, kept locked."""

import base64

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy import delete

from app.extensions import db
from app.lib.clock import now
from app.lib.upsert import insert_into
from app.push.models import PushDevice, PushKey

ONLY = 1


def public_key():
    """What a browser asks for before it lets us send to it."""
    return public_part(private_key() or make())


def private_key():
    """Our own half, in the letters that py_vapid reads; None before the first device, or when it can no longer be read."""
    row = db.session.get(PushKey, ONLY)
    return row.kept.get("private") if row else None


def make():
    """A new pair; devices that trusted one we lost would refuse us, so they are asked anew."""
    db.session.execute(delete(PushKey))
    db.session.execute(delete(PushDevice))
    number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
    kept = {"private": letters(number.to_bytes(32, "big"))}
    row = insert_into(PushKey).values(id=ONLY, kept=kept, made_at=now())
    db.session.execute(row.on_conflict_do_nothing())
    db.session.expire_all()
    return private_key()


def public_part(private):
    number = int.from_bytes(base64.urlsafe_b64decode(private + "="), "big")
    public = ec.derive_private_key(number, ec.SECP256R1()).public_key()
    return letters(public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


def letters(raw):
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
