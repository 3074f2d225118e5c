"""The button in a letter about an answer: signed for one lead and one answer, and good for a week."""

from dataclasses import dataclass

from flask import abort, current_app
from flask_babel import gettext as _
from itsdangerous import BadSignature, SignatureExpired

from app.accounts.models import User
from app.extensions import db
from app.lib.links import public_url, signer
from app.replies.approval.models import CHANGED, SENT_BACK, TAKEN_BACK, YES, Approval
from app.replies.approval.queries import answered_after

SALT = "approval letter"
GOOD_FOR = 7 * 24 * 3600


@dataclass(frozen=True)
class Door:
    """What the button opens: an answer that waits, for one lead."""

    approval: Approval
    user: User

    @property
    def locale(self):
        return self.user.locale or current_app.config["DEFAULT_LOCALE"]

    def closed(self):
        """Why there is nothing to say any more, in words; None while there is."""
        approval = self.approval
        name = approval.answered_by.called if approval.answered_by else _("Somebody")
        return {
            YES: _("%(name)s already said yes.", name=name),
            CHANGED: _("%(name)s already sent it in other words.", name=name),
            SENT_BACK: _("%(name)s already sent it back.", name=name),
            TAKEN_BACK: _("It was taken back. Nothing is left to do."),
        }.get(approval.answer) or self.answered_meanwhile()

    def answered_meanwhile(self):
        """In whose words the comment was answered while this answer waited: two answers need a look in the inbox."""
        other = answered_after(self.approval)
        if other is None:
            return None
        name = other.by.called if other.by else _("Somebody")
        return _("%(name)s answered this comment meanwhile. Decide in the inbox.", name=name)


def button(approval):
    """The address of the button in the letter to a lead."""
    token = signer(SALT).dumps([approval.id, approval.to_id])
    return public_url("approval_letters.show", token=token)


def opened(token):
    """What a button opens; nothing for one that is forged, too old, or whose reader no longer decides."""
    try:
        number, user_id = signer(SALT).loads(token, max_age=GOOD_FOR)
    except SignatureExpired:
        abort(410)
    except BadSignature:
        abort(404)
    approval, user = db.session.get(Approval, number), db.session.get(User, user_id)
    if approval is None or user is None or not (user.active and user.may("lead")):
        abort(410)
    return Door(approval, user)
