"""One message to every device of somebody. Whoever calls is a worker: the library is loaded only here."""

from email.utils import parseaddr
from urllib.parse import urlsplit

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import delete, update

from app.accounts.models import User
from app.extensions import db
from app.lib.addresses import is_allowed
from app.lib.bulk import among
from app.lib.clock import now
from app.lib.errors import PermanentError, TransientError, Unsure
from app.lib.http import retry_after, send
from app.lib.transaction import looking, transaction
from app.push.keys import private_key
from app.push.messages import message
from app.push.models import PushDevice, PushWait
from app.push.queries import devices_of, still_waiting

GONE = (404, 410)
HOURS_KEPT = 6
HALF_A_DAY = 12 * 3600


def deliver(user_id):
    """Tell the devices of somebody what waits, unless somebody dealt with it meanwhile."""
    with looking():
        user = db.session.get(User, user_id)
        waiting = still_waiting(user_id) if user and user.active else []
        devices = [(one.id, one.kept) for one in devices_of(user)] if waiting else []
        key, words = private_key(), message(user, waiting) if waiting else b""
    told, gone, trouble = [], [], None
    for number, kept in devices if key else ():
        try:
            (told if reach(kept, words, key) else gone).append(number)
        except TransientError as error:
            trouble = error
        except Unsure as error:
            # Told twice it is one message: the second takes the place of the first.
            trouble = TransientError(str(error))
        except PermanentError:
            gone.append(number)
    with transaction():
        note(told, gone)
        if not trouble or told:
            forget(user_id, [one.comment_id for one in waiting], nobody=not devices)
    if trouble and not told:
        raise trouble


def reach(kept, words, key):
    """Hand a message to a push service; says whether the device is still there."""
    if not kept:
        return False
    endpoint = kept["endpoint"]
    parts = urlsplit(endpoint)
    if parts.scheme != "https" and not is_allowed(parts.hostname or ""):
        return False
    answer = send("POST", endpoint, body=sealed(kept, words), headers=headers(endpoint, key))
    if answer.status in GONE:
        return False
    if answer.status == 429 or answer.status >= 500:
        words = _("The push service asks for patience.")
        raise TransientError(words, not_before=retry_after(answer))
    if answer.status >= 400:
        current_app.logger.warning("A push service refused a message: %s", answer.status)
    return True


def sealed(kept, words):
    """The message as only that browser can read it."""
    from pywebpush import WebPusher

    keys = {name: kept[name] for name in ("p256dh", "auth")}
    return WebPusher({"endpoint": kept["endpoint"], "keys": keys}).encode(words)["body"]


def headers(endpoint, key):
    """Who we are, as push services want it signed; they ask for somebody they could write to."""
    from py_vapid import Vapid02

    parts = urlsplit(endpoint)
    ours = current_app.config["PUBLIC_URL"]
    writer = parseaddr(current_app.config["MAIL_FROM"])[1]
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int(now().timestamp()) + HALF_A_DAY,
        "sub": ours if ours.startswith("https:") else f"mailto:{writer}",
    }
    return {
        **Vapid02.from_string(key).sign(claims),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(HOURS_KEPT * 3600),
        "Urgency": "high",
        "Topic": "waits",
    }


def note(told, gone):
    db.session.execute(delete(PushDevice).where(PushDevice.id.in_(gone)))
    db.session.execute(update(PushDevice).where(PushDevice.id.in_(told)).values(told_at=now()))


def forget(user_id, numbers, *, nobody):
    """What was told, and what is no longer worth it, waits no more; what came meanwhile does, if there is who hears."""
    mine = PushWait.user_id == user_id
    db.session.execute(delete(PushWait).where(mine, among(PushWait.comment_id, numbers)))
    kept = [] if nobody and not numbers else [one.comment_id for one in still_waiting(user_id)]
    db.session.execute(delete(PushWait).where(mine, ~among(PushWait.comment_id, kept)))
