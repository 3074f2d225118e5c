"""What is due soon by our service levels, the first due first."""

from datetime import datetime

from flask import Blueprint, abort, render_template, request
from flask_babel import lazy_gettext as _l

from app.accounts.access import login_required, me
from app.inbox.queries import drawn
from app.inbox.rail import rail
from app.levels.queries import PAGE, WHOSE, due_of, due_soon, levels
from app.levels.words import due_sign, due_words, promise_words
from app.lib.htmx import is_htmx
from app.lib.paging import take
from app.search.query import Query

bp = Blueprint("due", __name__)
TITLES = {
    "everybody": _l("Everybody's"),
    "mine": _l("Mine"),
    "nobody": _l("Nobody's yet"),
}
# What is worked through from here.
LIST = Query.of("due:any")


def prepare(app):
    """What rows and panes say about when a comment is due."""
    app.jinja_env.globals.update(
        due_of=due_of, due_words=due_words, due_sign=due_sign, promise_words=promise_words
    )


@bp.get("/due")
@login_required
def index():
    whose = request.args.get("whose", "everybody")
    if whose not in WHOSE:
        abort(404)
    keys = take(due_soon(me(), whose, after(request.args.get("after"))), PAGE, key=written)
    told = {
        "comments": drawn([row.comment_id for row in keys.rows]), "more": keys.more,
        "whose": whose, "query": LIST,
    }  # fmt: skip
    if is_htmx() and request.args.get("after"):
        return render_template("levels/_due_rows.html", **told)
    return render_template(
        "levels/due.html", titles=TITLES, views=rail(me()), has_levels=bool(levels()), **told
    )


def after(text):
    """(moment, comment) that the list goes on from."""
    if not text:
        return None
    moment, _sign, number = text.partition("_")
    try:
        at = datetime.fromisoformat(moment)
        return (at if at.tzinfo else abort(400)), int(number)
    except ValueError:
        abort(400)


def written(row):
    return f"{row.due_at.isoformat()}_{row.comment_id}"
