"""Signing in: Flask-Security set up our way, behind rate limits and strict headers."""

from datetime import timedelta
from functools import wraps
from urllib.parse import urlencode

from flask import g, request
from flask_security import Security, SQLAlchemyUserDatastore
from flask_wtf.csrf import CSRFError
from werkzeug.middleware.proxy_fix import ProxyFix

from app.accounts.access import LANGUAGE_COOKIE, me, sign_in_first
from app.accounts.forms import ROLE_NAMES
from app.accounts.mail import SecurityLetters, write_to_nobody
from app.accounts.models import Role, User
from app.accounts.queries import user_called
from app.accounts.words import WORDS, Domain
from app.extensions import db
from app.lib.clock import now
from app.lib.csp import protect
from app.lib.htmx import fail
from app.lib.limits import BY_ACCOUNT, BY_ADDRESS, limiter, prepare_limits, typed
from config import LOCALES

# OWASP's least for argon2id: 19 MB a hash, so that a room full of sign-ins fits in memory.
STRONG = {"argon2__memory_cost": 19456, "argon2__time_cost": 2, "argon2__parallelism": 1}
CHEAP = {"argon2__memory_cost": 64, "argon2__time_cost": 1, "argon2__parallelism": 1}

SECURITY = {
    **WORDS,
    "SECURITY_RECOVERABLE": True,
    "SECURITY_CHANGEABLE": True,
    "SECURITY_TRACKABLE": True,
    "SECURITY_RETURN_GENERIC_RESPONSES": True,
    "SECURITY_PASSWORD_HASH": "argon2",
    "SECURITY_PASSWORD_SCHEMES": ["argon2"],
    "SECURITY_PASSWORD_SINGLE_HASH": {"argon2"},
    "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": STRONG,
    "SECURITY_PASSWORD_LENGTH_MIN": 10,
    "SECURITY_EMAIL_VALIDATOR_ARGS": {
        # An address inside a closed network is one too, and nobody's name is asked of the DNS.
        "check_deliverability": False,
        "globally_deliverable": False,
    },
    "SECURITY_DATETIME_FACTORY": now,
    # Less than nothing: who is signed in is not asked for the password again on a page of its own.
    "SECURITY_FRESHNESS": timedelta(minutes=-1),
    "SECURITY_CACHE_CONTROL": None,
    "SECURITY_STATIC_FOLDER": None,
    "SECURITY_CLI_USERS_NAME": None,
    "SECURITY_CLI_ROLES_NAME": None,
    "SECURITY_EMAIL_PLAINTEXT": False,
    "SECURITY_EMAIL_HTML": False,
    "REMEMBER_COOKIE_DURATION": timedelta(days=30),
    "REMEMBER_COOKIE_HTTPONLY": True,
    "REMEMBER_COOKIE_SAMESITE": "Lax",
}
A_YEAR = 365 * 24 * 3600


class Datastore(SQLAlchemyUserDatastore):
    """Users as Flask-Security asks for them."""

    def commit(self):
        """The edge of the request commits, not the library."""


def prepare_security(app):
    """Everything about who may do what, for one app."""
    trust_proxies(app)
    protect(app)
    prepare_sign_in(app)
    prepare_limits(app)
    even_the_time(app)
    limit_guesses(app)
    app.register_error_handler(CSRFError, ask_again)
    app.after_request(remember_language)
    app.jinja_env.globals.update(me=me, role_names=ROLE_NAMES)
    app.jinja_env.filters["query_string"] = query_string


def trust_proxies(app):
    if count := app.config["TRUSTED_PROXIES"]:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count)


def prepare_sign_in(app):
    app.config.setdefault("REMEMBER_COOKIE_SECURE", app.config["COOKIE_SECURE"])
    name = app.config["SESSION_COOKIE_NAME"]
    app.config.setdefault("REMEMBER_COOKIE_NAME", f"{name}-remember")
    if app.testing:
        app.config["SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS"] = CHEAP
    security = Security(mail_util_cls=SecurityLetters)
    security.init_app(app, Datastore(db, User, Role))
    security.i18n_domain = Domain(app)
    security.want_json(lambda request: False)
    security.unauthn_handler(lambda mechanisms=None, headers=None: sign_in_first())
    # A session is the only way in: no token in an address, no body read to look for one.
    security.login_manager.request_loader(lambda request: None)


def even_the_time(app):
    """Asking for a new password takes as long for an address that nobody has."""
    view = app.view_functions["security.forgot_password"]

    @wraps(view)
    def asked(*args, **kwargs):
        answer = view(*args, **kwargs)
        if request.method == "POST" and user_called(request.form.get("email", "")) is None:
            write_to_nobody()
        return answer

    app.view_functions["security.forgot_password"] = asked


def limit_guesses(app):
    """Passwords cannot be guessed at speed, neither from one address nor for one account."""
    for endpoint in ("security.login", "security.forgot_password"):
        view = app.view_functions[endpoint]
        view = limiter.limit(BY_ADDRESS, methods=["POST"])(view)
        view = limiter.limit(BY_ACCOUNT, key_func=typed_email, methods=["POST"], scope="account")(
            view
        )
        app.view_functions[endpoint] = view


typed_email = typed("email")


def ask_again(error):
    """A form without a valid token is most often a session that ended: sign in, then do it again."""
    return fail(error) if me() else sign_in_first()


def remember_language(response):
    """A language asked for in the address stays for the pages after."""
    language = request.args.get("lang")
    if language in LOCALES and me() is None and "no_cookies" not in g:
        response.set_cookie(
            LANGUAGE_COOKIE, language, max_age=A_YEAR, samesite="Lax", httponly=True
        )
    return response


def query_string(values):
    """What follows the `?` of an address; what is not given is left out."""
    return urlencode({name: value for name, value in values.items() if value})
