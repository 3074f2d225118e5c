"""Who signs in, and what they may do."""

from flask_security import AsaList, RoleMixin, UserMixin
from sqlalchemy import String
from sqlalchemy.ext.mutable import MutableList

from app.extensions import db
from app.lib.clock import UTCDateTime, now

ROLES = ("viewer", "moderator", "lead", "admin")

users_roles = db.Table(
    "users_roles",
    db.Column("user_id", db.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
    db.Column("role_id", db.ForeignKey("roles.id", ondelete="CASCADE"), primary_key=True),
)


class Role(db.Model, RoleMixin):
    """What a user may do: viewer, moderator, lead or admin, each including the ones before."""

    __tablename__ = "roles"
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(String(20), unique=True, nullable=False)
    description = db.Column(String(200))
    permissions = db.Column(MutableList.as_mutable(AsaList()), nullable=True)


class User(db.Model, UserMixin):
    """Someone who signs in."""

    __tablename__ = "users"
    id = db.Column(db.Integer, primary_key=True)
    email = db.Column(String(254), unique=True, nullable=False)
    name = db.Column(String(120), nullable=False, default="")
    password = db.Column(String(255))
    active = db.Column(db.Boolean, nullable=False, default=True)
    fs_uniquifier = db.Column(String(64), unique=True, nullable=False)
    locale = db.Column(String(5))
    theme = db.Column(String(10))
    confirmed_at = db.Column(UTCDateTime)
    created_at = db.Column(UTCDateTime, nullable=False, default=now)
    last_login_at = db.Column(UTCDateTime)
    current_login_at = db.Column(UTCDateTime)
    last_login_ip = db.Column(String(64))
    current_login_ip = db.Column(String(64))
    login_count = db.Column(db.Integer)
    # Whom escalations go to next when the one before did not take them: lowest first, none is never.
    on_call = db.Column(db.Integer)
    # What they answer waits for a lead's yes.
    in_training = db.Column(db.Boolean, nullable=False, default=False)
    # Not joined: a query that joins users to its rows would have to make them unique again.
    roles = db.relationship(Role, secondary=users_roles, lazy="selectin")

    @property
    def role(self):
        """The name of the highest role."""
        names = {role.name for role in self.roles}
        return next((name for name in reversed(ROLES) if name in names), "viewer")

    def may(self, role):
        """Whether this user's role includes another."""
        return ROLES.index(self.role) >= ROLES.index(role)

    @property
    def called(self):
        """How colleagues know them."""
        return self.name or self.email.split("@")[0]


class Invitation(db.Model):
    """A letter that lets one address make its own account, once."""

    __tablename__ = "invitations"
    id = db.Column(db.Integer, primary_key=True)
    email = db.Column(String(254), nullable=False, index=True)
    role = db.Column(String(20), nullable=False)
    # Only the fingerprint is kept: who reads the database cannot walk in.
    fingerprint = db.Column(String(64), unique=True, nullable=False)
    by_id = db.Column(db.ForeignKey("users.id", ondelete="SET NULL"), index=True)
    made_at = db.Column(UTCDateTime, nullable=False, default=now)
    expires_at = db.Column(UTCDateTime, nullable=False)
    accepted_at = db.Column(UTCDateTime)
    by = db.relationship(User)
