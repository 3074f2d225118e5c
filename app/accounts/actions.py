"""Everything that changes who may do what."""

from flask_babel import gettext as _
from flask_security import hash_password
from sqlalchemy import delete, update

from app.accounts.mail import write_invitation
from app.accounts.models import ROLES, Invitation, Role, User
from app.accounts.queries import administrators, anybody, on_call, user_called
from app.accounts.tokens import fingerprint, new_token
from app.extensions import db
from app.lib.clock import later, now
from app.lib.errors import Refused
from app.lib.links import public_url

DAYS = 7


def setup_link():
    """The address where the first administrator is made; None once there is any user.

    It is an invitation without an address: whoever started the product holds it.
    """
    if anybody():
        return None
    return public_url(
        "invitations.setup", token=keep_invitation(email="", role="admin", by=None)[1]
    )


def invite(email, *, role, by, locale):
    """Write to an address that it may make an account with a role; gives the invitation and its link."""
    if by and not by.may(role):
        raise Refused(_("You cannot invite somebody to more than you may do yourself."))
    if user_called(email):
        raise Refused(_("This address already has an account."))
    db.session.execute(delete(Invitation).where(Invitation.email == email.lower()))
    invitation, token = keep_invitation(email=email.lower(), role=role, by=by)
    link = public_url("invitations.accept", token=token)
    write_invitation(invitation, link=link, locale=locale)
    return invitation, link


def keep_invitation(**who):
    token = new_token()
    invitation = Invitation(fingerprint=fingerprint(token), expires_at=later(days=DAYS), **who)
    db.session.add(invitation)
    return invitation, token


def withdraw(invitation, *, by):
    """Close the door that an invitation opened."""
    if not by.may(invitation.role):
        raise Refused(_("Only somebody who may do as much can withdraw this invitation."))
    db.session.delete(invitation)


def accept(invitation, *, name, password, locale, email=None):
    """Make the account that an invitation promised; the same invitation never makes a second."""
    address = (invitation.email or email).lower()
    if not claimed(invitation) or (not invitation.email and anybody()) or user_called(address):
        raise Refused(_("This link was used before, or is too old. Ask for a new one."), status=410)
    user = User(
        email=address,
        name=name,
        locale=locale,
        password=hash_password(password),
        roles=[role_named(invitation.role)],
        fs_uniquifier=new_token(),
        confirmed_at=now(),
    )
    db.session.add(user)
    db.session.flush()
    return user


def claimed(invitation):
    """Whether this request is the one that accepts it: two at once cannot both be."""
    mine = update(Invitation).where(Invitation.accepted_at.is_(None))
    if invitation.email:
        mine = mine.where(Invitation.id == invitation.id)
    else:
        # All links to the first administrator are one door, which closes behind the first who enters.
        mine = mine.where(Invitation.email == "")
    return db.session.execute(mine.values(accepted_at=now())).rowcount > 0


def change_user(user, *, by, role, active, place=None):
    """Give a user another role, let them in or shut them out, and place them among those on call."""
    if administrators() == [user] and not (active and role == "admin"):
        raise Refused(_("Somebody must stay administrator: name another one first."))
    user.roles = [role_named(role)]
    if user.active and not active:
        # Whoever holds a session or a reset link of theirs holds nothing now.
        user.fs_uniquifier = new_token()
    user.active = active
    order_calls(user, place if active and user.may("lead") else None)


def set_training(user, in_training, *, by):
    """Say that a moderator's replies wait for a lead's yes, or wait no longer."""
    if user.may("lead"):
        raise Refused(_("%(name)s says yes to the replies of others.", name=user.called))
    user.in_training = in_training


def order_calls(user, place):
    """Put a user at a place of the list of whom escalations go to; no place takes them off it."""
    others = [other for other in on_call() if other is not user]
    user.on_call = None
    if place:
        others.insert(place - 1, user)
    for number, other in enumerate(others, 1):
        other.on_call = number


def change_profile(user, *, name, locale, theme):
    """How a user is called, and how the product looks and speaks to them."""
    user.name, user.locale, user.theme = name, locale, theme or None


def role_named(name):
    """A role's row, made at its first use together with its siblings."""
    roles = {role.name: role for role in db.session.query(Role)}
    if name not in roles:
        roles |= {missing: Role(name=missing) for missing in ROLES if missing not in roles}
        db.session.add_all(roles.values())
    return roles[name]
