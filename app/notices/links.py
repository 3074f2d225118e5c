"""The link that ends a kind of letter: signed for one person and one kind, and it needs a click on its page."""

from flask import abort
from itsdangerous import BadSignature

from app.accounts.models import User
from app.extensions import db
from app.lib.links import public_url, signer

SALT = "notices letter"
KINDS = ("at-once", "digest")


def goodbye(user, kind):
    """The address that ends this kind of letter to somebody."""
    token = signer(SALT).dumps([kind, user.id])
    return public_url("notice_goodbyes.show", token=token)


def opened(token):
    """(whom, which kind of letter) a link is about; it never grows old, as its letter stays in a mailbox."""
    try:
        kind, user_id = signer(SALT).loads(token)
    except (BadSignature, ValueError, TypeError):
        abort(404)
    user = db.session.get(User, user_id)
    if user is None or kind not in KINDS:
        abort(410)
    return user, kind
