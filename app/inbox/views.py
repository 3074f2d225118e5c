"""The inbox: views, list and comment on one page, and each part of it for htmx."""

from datetime import UTC, datetime

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.accounts.access import login_required, me
from app.classifier.in_force import labels_on
from app.classifier.labels import LABELS
from app.comments.fragments import pane
from app.comments.queries import get_comment
from app.comments.story import by_whom, told
from app.inbox.marks import pieces
from app.inbox.moments import done_today, is_new_here, listening
from app.inbox.queries import (
    NEWS_MOST,
    drawn,
    has_channels,
    newest_arrival,
    news_of,
    next_of,
    place_of,
    rows_of,
)
from app.inbox.rail import rail, rail_counts
from app.lib.htmx import back_to, wants_page
from app.search.asking import ask, problems_of
from app.search.query import Query

bp = Blueprint("inbox", __name__)


def prepare(app):
    """What the templates of comments use."""
    app.jinja_env.filters["pieces"] = pieces
    app.jinja_env.globals.update(told=told, by_whom=by_whom, labels_on=labels_on, LABELS=LABELS)


START, ROWS_NOW_MOST = "is:open", 100


@bp.get("/")
def start():
    return redirect(url_for("inbox.page"))


@bp.get("/inbox")
@login_required
def page():
    return draw(asked())


@bp.get("/inbox/<int:comment_id>")
@login_required
def show(comment_id):
    """One comment: the whole page with it open, or only its pane; `thread=ID` unfolds its thread around that comment."""
    query, comment = asked(), get_comment(comment_id)
    opened = pane(comment, unfolded=request.args.get("thread", type=int))
    if wants_page():
        return draw(query, opened)
    return render_template("comments/_opened.html", **opened | {"query": query})


@bp.get("/inbox/<int:comment_id>/next")
@login_required
def next_one(comment_id):
    """The comment below this one in the list, or the list when there is none."""
    query = asked()
    below = next_of(query, me(), comment_id)
    if below is None:
        return back_to("inbox.page", _("This was the last one."), **query.args)
    return redirect(url_for("inbox.show", comment_id=below, **query.args))


@bp.get("/inbox/rows")
@login_required
def rows():
    query = asked()
    found = rows_of(query, me(), before=request.args.get("before", type=int))
    return render_template("inbox/_rows.html", page=found, query=query)


@bp.get("/inbox/row/<int:comment_id>")
@login_required
def row(comment_id):
    """One row as it is now; nothing when the comment is there no more."""
    found = drawn([comment_id]) or abort(404)
    return render_template("inbox/_row.html", comment=found[0], query=asked())


@bp.get("/inbox/rows/now")
@login_required
def rows_now():
    """Several rows as they are now, when many changed at once."""
    ids = request.args.getlist("id", type=int)[:ROWS_NOW_MOST]
    return render_template("inbox/_rows_now.html", comments=drawn(ids), query=asked())


@bp.get("/inbox/<int:comment_id>/place")
@login_required
def place(comment_id):
    """Where a comment stands in the list that is worked through."""
    at, count = place_of(asked(), me(), comment_id)
    return render_template("inbox/_place.html", place=at, count=count)


@bp.get("/inbox/news")
@login_required
def news():
    """How many arrived in this list since it was drawn."""
    query = asked()
    count = news_of(query, me(), since(request.args.get("since", "")))
    return render_template(
        "inbox/_news.html", count=count, most=NEWS_MOST, query=query, since=request.args["since"]
    )


@bp.get("/inbox/counts")
@login_required
def counts():
    return render_template(
        "inbox/_views.html", views=rail(me()), counts=rail_counts(me()), query=asked()
    )


@bp.get("/comments/<int:comment_id>")
@login_required
def comment(comment_id):
    return redirect(url_for("inbox.show", comment_id=comment_id))


def asked():
    """The query of this request; what needs a person when none is given."""
    return Query.of(request.args.get("q", START))


def draw(query, opened=None):
    """The whole page, with or without a comment open."""
    drawn_at, asking = newest_arrival(), ask(query, me())
    found = rows_of(query, me(), before=request.args.get("before", type=int))
    return render_template(
        "inbox/page.html",
        page=found,
        problems=problems_of(query, asking),
        views=rail(me()),
        drawn_at=drawn_at,
        has_channels=has_channels(),
        new_here=not opened and is_new_here(me()),
        **(nothing() if not found.rows else {}),
        before=request.args.get("before"),
        **(opened or {}) | {"query": query},
    )


def nothing():
    """What a list without rows is drawn from."""
    return {"listening": listening(), "done_today": done_today(me())}


def since(text):
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        abort(400)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
