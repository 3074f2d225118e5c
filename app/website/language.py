"""The language of the form: chosen in its address, else the browser's; never kept, since nothing is."""

from functools import wraps

from flask import current_app, request
from flask_babel import force_locale

from config import LOCALES


def in_their_language(view):
    """Answer a citizen in their language, whoever is signed in on the same machine."""

    @wraps(view)
    def answered(*args, **kwargs):
        with force_locale(their_language()):
            return view(*args, **kwargs)

    return answered


def their_language():
    chosen = request.args.get("language")
    if chosen in LOCALES:
        return chosen
    return request.accept_languages.best_match(LOCALES, current_app.config["DEFAULT_LOCALE"])
