"""Signed bodies between us and a system of somebody's own: HMAC-SHA256 over the time and the raw bytes."""

import hashlib
import hmac
import re
import time

from app.connectors.contract import Unacceptable

WINDOW_SECONDS = 300
TIMESTAMP, SIGNATURE = "x-timestamp", "x-signature-256"


def sign(secret, stamp, body):
    """The signature of a body at a time, as hex."""
    return hmac.new(secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()


def check(secrets, headers, body, now=None):
    """Raise Unacceptable unless one of the secrets signed this body within the window."""
    secrets = [secret for secret in secrets if secret]
    if not secrets:
        raise Unacceptable("secret-missing", 403)
    stamp, given = headers.get(TIMESTAMP, "").strip(), headers.get(SIGNATURE, "").strip()
    if not given or not stamp:
        raise Unacceptable("signature-missing", 401)
    if not re.fullmatch(r"[0-9]{1,11}", stamp):
        raise Unacceptable("timestamp-wrong", 401)
    given = given.removeprefix("sha256=").lower().encode("utf-8", "replace")
    # Every secret is tried to the end: how long an answer takes tells nothing of which one came close.
    right = [hmac.compare_digest(sign(secret, stamp, body).encode(), given) for secret in secrets]
    if not any(right):
        raise Unacceptable("signature-wrong", 401)
    if abs((time.time() if now is None else now) - int(stamp)) > WINDOW_SECONDS:
        raise Unacceptable("timestamp-outside", 401, minutes=WINDOW_SECONDS // 60)
