"""The screen where a person says which comments may stand in a report."""

from itertools import groupby

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from app.accounts.access import me, requires
from app.extensions import db
from app.lib.htmx import back_to
from app.reports.naming import period_words
from app.reports.period import calendar, latest, read_period, zone_of_team
from app.reports.verbatims import actions
from app.reports.verbatims.models import Quote
from app.reports.verbatims.queries import quotes_of
from app.search.query import Query
from config import LOCALES

bp = Blueprint("quotes", __name__, url_prefix="/reports/quotes")


@bp.get("")
@requires("moderator")
def index():
    query, period, locale = asked(request.args)
    quotes = [quote for quote in quotes_of(period, locale) if quote.query == str(query)]
    by_theme = [
        (theme, list(some)) for theme, some in groupby(quotes, key=lambda quote: quote.theme)
    ]
    return render_template(
        "reports/verbatims/page.html", query=query, period=period, locale=locale, by_theme=by_theme,
        period_words=period_words,
    )  # fmt: skip


@bp.post("")
@requires("moderator")
def propose():
    query, period, locale = asked(request.form)
    found = actions.propose(query, period, user=me(), locale=locale)
    words = _("Chosen. Read each before it leaves.") if found else _("Nothing fits in this period.")
    return back_to("quotes.index", words, q=str(query), locale=locale, **period.args)


@bp.post("/<int:quote_id>")
@requires("moderator")
def judge(quote_id):
    quote, told = db.session.get(Quote, quote_id) or abort(404), request.form
    actions.judge(
        quote,
        state=told.get("state", ""),
        text=told.get("text", ""),
        translation=told.get("translation", ""),
        by=me(),
    )
    here = {
        "from": str(quote.first_day),
        "to": told.get("to", ""),
        "locale": quote.locale,
        "q": quote.query,
    }
    back = {name: told[name] for name in ("period", "on", "from", "to", "step") if told.get(name)}
    return redirect(url_for("quotes.index", **(here | back)) + f"#quote-{quote.id}", 303)


def asked(told):
    zone = zone_of_team()
    said = any(told.get(name) for name in ("period", "on", "from", "to"))
    period = (
        read_period(told, zone) if said else calendar("month", latest("month", zone).start, zone)
    )
    locale = told.get("locale") if told.get("locale") in LOCALES else str(get_locale())[:2]
    return Query.of(told.get("q", "")), period, locale
