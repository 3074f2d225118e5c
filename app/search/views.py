"""Suggestions while somebody types a search."""

from flask import Blueprint, render_template

from app.accounts.access import login_required, me
from app.lib.htmx import request
from app.search.asking import ask
from app.search.query import Query
from app.search.suggest import suggestions

bp = Blueprint("search", __name__, url_prefix="/search")


@bp.get("/suggest")
@login_required
def suggest():
    """A listbox for the search box: each option's `data-value` is the whole box once it is taken."""
    text, at = request.args.get("q", ""), request.args.get("at", type=int)
    found = suggestions(text, at, ask(Query(), me()))
    return render_template("search/_suggestions.html", suggestions=found)
