"""Buttons in letters: signed for one person, one escalation and one purpose, and good for a week."""

from dataclasses import dataclass

from flask import abort, current_app
from flask_babel import gettext as _
from itsdangerous import BadSignature, SignatureExpired

from app.accounts.models import User
from app.escalations.models import Escalation
from app.extensions import db
from app.lib.links import public_url, signer

TAKE, SETTLE = "take", "settle"
SALT = "escalation letter"
GOOD_FOR = 7 * 24 * 3600


@dataclass(frozen=True)
class Door:
    """What a signed button opens: an escalation, for one lead."""

    purpose: str
    escalation: Escalation
    user: User

    @property
    def locale(self):
        return self.user.locale or current_app.config["DEFAULT_LOCALE"]

    def closed(self):
        """Why the button does nothing any more, in words; None while it does."""
        escalation, lead = self.escalation, self.user
        if escalation.settled_at:
            return _("This was already settled.")
        if escalation.withdrawn_at:
            return _("This was taken back by who asked. Nothing is left to do.")
        if escalation.to_id != lead.id:
            return _("This was passed on to %(name)s.", name=escalation.to.called)
        if escalation.taken_at and (self.purpose == TAKE or escalation.taken_by_id != lead.id):
            return _("%(name)s already took it.", name=escalation.taken_by.called)
        return None


def button(escalation, purpose):
    """The address of one button in the letter to whom an escalation is handed."""
    token = signer(SALT).dumps([purpose, escalation.id, escalation.to_id])
    return public_url("letters_views.show", token=token)


def opened(token):
    """What a button opens; nothing for one that is forged, too old, or whose reader no longer decides."""
    try:
        (purpose, number, user_id), signed_at = signer(SALT).loads(
            token, max_age=GOOD_FOR, return_timestamp=True
        )
    except SignatureExpired:
        abort(410)
    except BadSignature:
        abort(404)
    escalation, user = db.session.get(Escalation, number), db.session.get(User, user_id)
    if escalation is None or user is None or not (user.active and user.may("lead")):
        abort(410)
    # Tokens know whole seconds only.
    if signed_at < escalation.links_from.replace(microsecond=0) and escalation.to_id == user.id:
        abort(410)
    return Door(purpose, escalation, user)
