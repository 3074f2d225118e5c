"""Addresses for letters: as people outside reach us, whoever asks and from wherever."""

from urllib.parse import urlsplit

from flask import current_app


def public_url(endpoint, **values):
    """The whole address of a page under PUBLIC_URL; a forged Host header never gets into a letter."""
    base = urlsplit(current_app.config["PUBLIC_URL"])
    pages = current_app.url_map.bind(
        base.netloc, script_name=base.path or "/", url_scheme=base.scheme
    )
    return pages.build(endpoint, values, force_external=True)
