"""Keys for doors that open once: whoever holds one may enter; only its fingerprint is kept."""

import hashlib
import secrets


def new_token():
    return secrets.token_urlsafe(32)


def fingerprint(token):
    return hashlib.sha256(token.encode()).hexdigest()
