"""Suggestions while somebody types a search, and values to pick for who does not type."""

from flask import Blueprint, abort, render_template

from app.accounts.access import login_required, me
from app.lib.htmx import request, wants_page
from app.search.asking import ask
from app.search.filters import FILTERS, choices
from app.search.query import Query
from app.search.suggest import suggestions

bp = Blueprint("search", __name__, url_prefix="/search")


def prepare(app):
    """The drop-downs above the list, for its template."""
    app.jinja_env.globals.update(FILTERS=FILTERS)


@bp.get("/suggest")
@login_required
def suggest():
    """A listbox for the search box: each option's `data-value` is the whole box once it is taken."""
    text, at = request.args.get("q", ""), request.args.get("at", type=int)
    found = suggestions(text, at, ask(Query(), me()))
    return render_template("search/_suggestions.html", suggestions=found)


@bp.get("/filters/<name>")
@login_required
def values(name):
    """The values of one filter, each a link to the list with it on, or off when it is on."""
    if name not in FILTERS:
        abort(404)
    query = Query.of(request.args.get("q", ""))
    shown = {"name": name, "query": query, "choices": choices(query, name)}
    template = "search/filter.html" if wants_page() else "search/_filter.html"
    return render_template(template, title=FILTERS[name][0], **shown)
