"""htmx as we speak it: the one door to htmx-flask, whose 0.1.0 reads the headers of htmx 2.

Import `request` and `make_response` from here only.
"""

import json
from urllib.parse import parse_qs

from flask import current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from htmx_flask import Htmx, request
from htmx_flask import make_response as plain_response
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, ServiceUnavailable

from app.extensions import db
from app.lib.database import reads_only
from app.lib.errors import Changed, Refused

__all__ = [
    "back_to",
    "is_htmx",
    "make_response",
    "page_arg",
    "prepare_htmx",
    "request",
    "source",
    "wants_page",
]


def is_htmx():
    """Whether htmx asks, and not a browser that draws a whole page."""
    return bool(request.htmx)


def wants_page():
    """Whether the answer is to be a whole page: no htmx, or htmx that replaces the body."""
    return not is_htmx() or request.headers.get("HX-Request-Type") == "full"


def source():
    """The element that asks, as tag#id; empty without htmx."""
    return request.headers.get("HX-Source", "")


def page_arg(name):
    """A value in the address of the page a person acts on: a form may carry it, else the browser tells the page."""
    if name in request.form:
        return request.form[name]
    page = request.headers.get("HX-Current-URL") or request.referrer or ""
    # Cut by hand: an address that is none would be an error to whoever takes it apart.
    query = page.partition("#")[0].partition("?")[2]
    return parse_qs(query).get(name, [None])[0]


def make_response(*parts, trigger=None, retarget=None, reswap=None, push_url=None):
    """An answer with htmx headers; `reswap` may be any swap, `trigger` a name or {name: detail}."""
    response = plain_response(*parts, retarget=retarget, push_url=push_url)
    if reswap:
        response.headers["HX-Reswap"] = reswap
    if trigger:
        response.headers["HX-Trigger"] = (
            trigger if isinstance(trigger, str) else json.dumps(trigger)
        )
    return response


def back_to(endpoint, notice=None, **values):
    """Lead a person without htmx back to where they were, with what was done said there."""
    if notice:
        flash(notice, "notice")
    return redirect(url_for(endpoint, **values), 303)


def prepare_htmx(app):
    """Answers differ by who asks; failures speak where the person looks."""
    Htmx(app)
    app.register_error_handler(Refused, refuse)
    app.register_error_handler(HTTPException, fail)
    app.register_error_handler(OperationalError, unavailable)

    @app.after_request
    def vary(response):
        response.vary.update(["HX-Request", "HX-Request-Type"])
        return response

    if not app.testing:
        app.register_error_handler(Exception, crash)


def refuse(refusal):
    """Tell the person why nothing changed; who saw an old version is shown how it stands."""
    if wants_page():
        return render_template("errors/refused.html", reason=refusal.reason), refusal.status
    trigger = "comment-changed" if isinstance(refusal, Changed) else None
    return speak(refusal.reason, refusal.status, trigger=trigger)


def fail(error):
    """One page a status, or a few words in `#notices` when htmx asked."""
    if error.response is not None or (error.code or 500) < 400:
        return error
    if not wants_page():
        return speak(sentence(error.code), error.code)
    return render_template(
        "errors/error.html", code=error.code, sentence=sentence(error.code)
    ), error.code


def unavailable(error):
    """The database is busy or away: come back in a moment."""
    current_app.logger.error("The database did not take part: %s", error.orig)
    db.session.rollback()
    with reads_only():
        return fail(ServiceUnavailable())


def crash(error):
    current_app.logger.exception("A request failed")
    if not wants_page():
        return speak(sentence(500), 500)
    return render_template("errors/error.html", code=500, sentence=sentence(500)), 500


def speak(words, status, trigger=None):
    body = render_template("ui/_notice.html", words=words, kind="problem")
    return make_response(body, status, retarget="#notices", reswap="innerHTML", trigger=trigger)


def sentence(code):
    """What a status means to a person."""
    return {
        400: _("The request could not be understood. Nothing was changed."),
        401: _("Please sign in first."),
        403: _("Your role does not allow this. A lead or an administrator can."),
        404: _("There is nothing here. It may have been moved or deleted."),
        405: _("This cannot be done that way."),
        409: _("Somebody else was faster. Look again before you go on."),
        410: _("This link was used already, or is too old."),
        413: _("This is too large."),
        415: _("This kind of file cannot be read."),
        429: _("Too many tries. Please wait a minute."),
        503: _("This is not available at the moment. Please try again shortly."),
    }.get(
        code,
        _(
            "Something went wrong on our side. It was written down; nothing you wrote was sent twice."
        ),
    )
