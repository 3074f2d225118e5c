"""Addresses for letters: as people outside reach us, whoever asks and from wherever."""

import hashlib
from urllib.parse import urlsplit

from flask import current_app
from itsdangerous import URLSafeTimedSerializer


def public_url(endpoint, **values):
    """The whole address of a page under PUBLIC_URL; a forged Host header never gets into a letter."""
    base = urlsplit(current_app.config["PUBLIC_URL"])
    pages = current_app.url_map.bind(
        base.netloc, script_name=base.path or "/", url_scheme=base.scheme
    )
    return pages.build(endpoint, values, force_external=True)


def signer(purpose):
    """Signs what a button in a letter stands for; what was signed for another purpose opens nothing."""
    return URLSafeTimedSerializer(
        current_app.config["SECRET_KEY"],
        salt=purpose,
        signer_kwargs={"digest_method": hashlib.sha256, "key_derivation": "hmac"},
    )


def keep_to_themselves(response):
    """No search engine, no other site and no cache is told of the address that a button has."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    return response
