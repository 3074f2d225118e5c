"""Secrets of platforms, encrypted at rest with a key derived from SECRET_KEY."""

import base64
import hashlib
import json

from cryptography.fernet import Fernet, InvalidToken
from flask import current_app
from sqlalchemy import LargeBinary
from sqlalchemy.types import TypeDecorator


def box():
    """The lock of this installation."""
    key = hashlib.scrypt(
        current_app.config["SECRET_KEY"].encode(), salt=b"sada secrets", n=2**12, r=8, p=1, dklen=32
    )
    return Fernet(base64.urlsafe_b64encode(key))


class Encrypted(TypeDecorator):
    """A dictionary that only this installation can read; empty when its key was lost."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value, dialect):
        return None if value is None else kept_box().encrypt(json.dumps(value).encode())

    def process_result_value(self, value, dialect):
        if value is None:
            return {}
        try:
            return json.loads(kept_box().decrypt(bytes(value)))
        except InvalidToken:
            return {}


def locked(word):
    """A word that only this installation can read, for where others could look."""
    return kept_box().encrypt(word.encode()).decode()


def unlocked(text, seconds=300):
    """The word that was locked a moment ago; None when it is older, or not ours."""
    try:
        return kept_box().decrypt(text.encode(), ttl=seconds).decode()
    except InvalidToken:
        return None


def kept_box():
    extensions = current_app.extensions
    if "sada-box" not in extensions:
        extensions["sada-box"] = box()
    return extensions["sada-box"]
