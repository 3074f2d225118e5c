"""Who is asking, what they may do, and in which language they are answered."""

from functools import wraps

from flask import abort, current_app, has_request_context, make_response, redirect, request, url_for
from flask_login import current_user

from app.lib.htmx import is_htmx
from config import LOCALES

LANGUAGE_COOKIE = "lang"


def login_required(view):
    """Whoever is signed in may: every role."""
    return requires("viewer")(view)


def requires(role):
    """Who has this role or a higher one may; others are sent to sign in, or refused."""

    def guard(view):
        @wraps(view)
        def guarded(*args, **kwargs):
            if me() is None:
                return sign_in_first()
            if not me().may(role):
                abort(403)
            return view(*args, **kwargs)

        guarded.least_role = role
        return guarded

    return guard


def me():
    """The user who asks; None when nobody is signed in, or when no request is being answered."""
    if has_request_context() and current_user and current_user.is_authenticated:
        return current_user._get_current_object()
    return None


def sign_in_first():
    """Lead to the sign-in page, and back after; htmx must change the whole page, not a fragment."""
    if is_htmx():
        return make_response("", 401, {"HX-Redirect": url_for("security.login")})
    after = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("security.login", next=after))


def chosen_locale():
    """The language of this person: theirs, asked for in the address, kept in a cookie, or their browser's."""
    default = current_app.config["DEFAULT_LOCALE"]
    if not has_request_context():
        return default
    for choice in (
        me() and me().locale,
        request.args.get("lang"),
        request.cookies.get(LANGUAGE_COOKIE),
    ):
        if choice in LOCALES:
            return choice
    spoken = (tag.partition("-")[0].lower() for tag in request.accept_languages.values())
    return next((language for language in spoken if language in LOCALES), default)
