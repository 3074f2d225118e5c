"""The demo's team: they have names and roles, and a password only where somebody asked for one."""

import hashlib
import hmac
from base64 import b32encode

from flask import current_app
from flask_security import hash_password

from app.accounts.actions import role_named
from app.accounts.models import User
from app.accounts.tokens import new_token
from app.extensions import db
from app.lib.clock import now

# name, role, when called, language
TEAM = (
    ("Nadia", "lead", 1, "fr"),
    ("Leila", "moderator", None, "ar"),
    ("Karim", "moderator", None, "fr"),
)
OTHERS = (("Amel", "admin", None, "fr"), ("Victor", "viewer", None, "en"))


def address_of(name):
    return f"{name.lower()}@demo.example"


def team(people=TEAM):
    """The demo's users by name in lower case, made when they are not there; they cannot sign in yet."""
    return {who[0].lower(): person(*who) for who in people}


def person(name, role, on_call, locale):
    email = address_of(name)
    known = db.session.scalar(db.select(User).filter_by(email=email))
    if known:
        return known
    user = User(
        email=email,
        name=name,
        locale=locale,
        on_call=on_call,
        roles=[role_named(role)],
        fs_uniquifier=new_token(),
        confirmed_at=now(),
    )
    db.session.add(user)
    db.session.flush()
    return user


def let_in():
    """Make everybody of the demo able to sign in; gives (address, role) of each, and the password."""
    users = team(OTHERS + TEAM)
    password = demo_password()
    for user in users.values():
        user.password = hash_password(password)
    return [(user.email, user.role) for user in users.values()], password


def demo_password():
    """Words nobody else can know, and that are the same whenever they are asked for."""
    key = current_app.config["SECRET_KEY"].encode()
    digest = hmac.new(key, b"demo sign-in", hashlib.sha256).digest()
    letters = b32encode(digest).decode().lower()
    return "-".join(letters[start : start + 4] for start in range(0, 16, 4))
