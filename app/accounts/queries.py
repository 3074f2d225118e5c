"""Users and invitations."""

from flask import abort
from flask_babel import gettext as _
from sqlalchemy import func, select

from app.accounts.models import ROLES, Invitation, Role, User
from app.accounts.tokens import fingerprint
from app.extensions import db
from app.lib.clock import now


def anybody():
    """Whether there is any user at all."""
    return db.session.scalar(select(User.id).limit(1)) is not None


def get_user(user_id):
    return db.get_or_404(User, user_id)


def user_called(email):
    """The user with this address, however it is cased; None when there is none."""
    return db.session.scalar(select(User).where(func.lower(User.email) == email.lower()))


def everyone():
    """Every user: those who may sign in first, by name."""
    users = db.session.scalars(select(User)).unique()
    return sorted(users, key=lambda user: (not user.active, user.called.casefold()))


def on_call():
    """Whom escalations go to, one after the other."""
    called = select(User).where(User.on_call.is_not(None), User.active)
    return db.session.scalars(called.order_by(User.on_call, User.id)).unique().all()


def those_who_may(role):
    """Everybody who may sign in and has this role or a higher one, by name."""
    names = ROLES[ROLES.index(role) :]
    able = select(User).where(User.active, User.roles.any(Role.name.in_(names)))
    return sorted(db.session.scalars(able), key=lambda user: user.called.casefold())


def administrators():
    """Those who may sign in and change everything."""
    admins = select(User).where(User.active, User.roles.any(Role.name == "admin"))
    return db.session.scalars(admins).unique().all()


def open_invitations():
    """Invitations somebody may still accept, the newest first; not the link to the first administrator."""
    waiting = select(Invitation).where(
        Invitation.accepted_at.is_(None), Invitation.expires_at > now(), Invitation.email != ""
    )
    return db.session.scalars(waiting.order_by(Invitation.id.desc())).all()


def invitation_behind(token):
    """The invitation that this key opens; the page is gone once it was accepted or is too old."""
    kept = select(Invitation).where(Invitation.fingerprint == fingerprint(token))
    invitation = db.session.scalar(kept) or abort(404)
    if invitation.accepted_at or invitation.expires_at <= now():
        abort(410, _("This link was used before, or is too old. Ask for a new one."))
    return invitation
