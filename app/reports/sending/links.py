"""The button in the letter of a draft: signed for one person and one issue, good for two weeks."""

import hashlib

from flask import abort, current_app
from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer

from app.accounts.models import User
from app.extensions import db
from app.lib.links import public_url
from app.reports.sending.models import Issue

GOOD_FOR = 14 * 24 * 3600


def button(issue, user):
    """The address where this person reads, changes and approves an issue."""
    return public_url("issue_letters.show", token=signer().dumps([issue.id, user.id]))


def opened(token):
    """(issue, person) of a button; nothing for one that is forged, too old, or whose reader no longer decides."""
    try:
        (number, user_id), signed_at = signer().loads(
            token, max_age=GOOD_FOR, return_timestamp=True
        )
    except SignatureExpired:
        abort(410)
    except BadSignature:
        abort(404)
    issue, user = db.session.get(Issue, number), db.session.get(User, user_id)
    if issue is None or user is None or not (user.active and user.may("lead")):
        abort(410)
    # Tokens know whole seconds only.
    if signed_at < issue.links_from.replace(microsecond=0):
        abort(410)
    return issue, user


def signer():
    return URLSafeTimedSerializer(
        current_app.config["SECRET_KEY"],
        salt="report issue",
        signer_kwargs={"digest_method": hashlib.sha256, "key_derivation": "hmac"},
    )
