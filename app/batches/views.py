"""Choose many comments, do one thing to all of them, take it back; and what was done so."""

from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as pgettext

from app.accounts.access import me, requires
from app.batches.actions import act, may_take_back, take_back
from app.batches.choosing import choose, choose_all
from app.batches.forms import FORMS, asks_nothing
from app.batches.queries import get_batch, get_held, left_out, recent
from app.comments.many import MOST, VERBS
from app.extensions import db
from app.lib.errors import Refused
from app.lib.htmx import is_htmx, make_response, request, wants_page
from app.search.budget import count_in_time
from app.search.query import Query

bp = Blueprint("batches", __name__, url_prefix="/batches")
MOST_PICKED = 500  # by hand
# What a person chooses from: the word, its icon, its key.
OFFERED = {
    "done": (pgettext("act", "Done"), "done", "D"),
    "hide": (_l("Hide"), "hide", "H"),
    "tag": (pgettext("act", "Tag"), "tag", "T"),
    "snooze": (_l("Later"), "snooze", "S"),
    "assign": (_l("Assign"), "person", "A"),
    "spam": (_l("Spam"), "spam", "!"),
    "reply": (_l("Reply"), "reply", "R"),
    "escalate": (_l("Escalate"), "escalate", "E"),
    "feedback": (_l("Feedback"), "note", "F"),
}


def prepare(app):
    """What the bar under the list is drawn with."""
    app.jinja_env.globals.update(
        bulk_verbs=OFFERED, VERBS=VERBS, MOST_CHOSEN=MOST, bulk_words=words_of
    )
    app.jinja_env.globals.update(
        may_take_batch_back=may_take_back, left_out=left_out, asks_nothing=asks_nothing
    )


def words_of(kind):
    """What an act on many is called; some are offered elsewhere, and not under the list."""
    return OFFERED[kind][0] if kind in OFFERED else VERBS[kind].title


@bp.get("")
@requires("moderator")
def index():
    page = recent(request.args.get("before", type=int))
    return render_template("batches/index.html", page=page)


@bp.get("/matching")
@requires("moderator")
def matching():
    """How many a list holds, on the button that chooses them all."""
    query = Query.of(request.args.get("q", ""))
    count = count_in_time(query, me(), milliseconds=50)
    return render_template("batches/_all.html", count=count)


@bp.post("")
@requires("moderator")
def create():
    """Keep what was chosen as it is now; a verb that asks for nothing is done at once."""
    query, kind = Query.of(request.form.get("query", "")), request.form.get("kind")
    if "all" in request.form:
        return ask(choose_all(query, by=me()), kind if kind in FORMS else None)
    batch = choose(picked(), by=me(), query=query)
    return do(batch, kind) if kind in FORMS else ask(batch)


@bp.get("/<int:batch_id>")
@requires("moderator")
def show(batch_id):
    batch, kind = get_batch(batch_id, me()), request.args.get("kind")
    return ask(batch, kind if kind in FORMS and not batch.kind else None, redirects=False)


@bp.post("/<int:batch_id>")
@requires("moderator")
def create_act(batch_id):
    batch, kind = get_held(batch_id, me()), request.form.get("kind")
    if batch.by_id != me().id or kind not in FORMS:
        abort(400)
    return do(batch, kind)


@bp.post("/<int:batch_id>/undo")
@requires("moderator")
def undo(batch_id):
    """Take it back on every comment where nothing else happened since."""
    batch = take_back(get_held(batch_id, me()), by=me())
    return said(batch, _("Taken back, for all of them."))


def picked():
    try:
        numbers = [int(number) for number in request.form.getlist("comment")]
    except ValueError:
        abort(400)
    if len(numbers) > MOST_PICKED:
        raise Refused(_("Choose at most %(most)s by hand.", most=MOST_PICKED))
    return numbers


def do(batch, kind):
    """Do it, or ask for what it needs."""
    form = FORMS[kind](me())
    if not asks_nothing(kind) and "sent" not in request.form:
        return ask(batch, kind)
    if not form.validate():
        return ask(batch, kind, form, status=422, redirects=False)
    act(batch, kind, by=me(), **form.details)
    words = _("Done to %(count)s comments.", count=batch.done)
    return said(batch, _("It is under way.") if batch.under_way else words, undo=way_back(batch))


def ask(batch, kind=None, form=None, status=200, redirects=True):
    """What was chosen and what to do with it: in the bar under the list, or on a page of its own."""
    form = form or (FORMS[kind](me()) if kind else None)
    drawn = {"batch": batch, "kind": kind, "form": form}
    if not wants_page():
        over = bool(batch.kind and not batch.under_way)
        body = render_template("batches/_batch.html", **drawn)
        return make_response(body, status, trigger={"comment-changed": {}} if over else None)
    if redirects:
        return redirect(url_for("batches.show", batch_id=flushed(batch), kind=kind), 303)
    return render_template("batches/page.html", **drawn), status


def said(batch, words, undo=None):
    if not is_htmx():
        flash(words, "notice")
        return redirect(url_for("batches.show", batch_id=batch.id), 303)
    body = render_template("batches/_said.html", batch=batch, words=words, undo=undo)
    changed = {"comment-changed": {}}
    return make_response(body, 200, trigger=changed, retarget="#batch", reswap="innerHTML")


def flushed(batch):
    db.session.flush()
    return batch.id


@dataclass(frozen=True)
class WayBack:
    """What the toast takes back with one click: the act on all."""

    id: int
    url: str


def way_back(batch):
    return WayBack(batch.id, url_for("batches.undo", batch_id=batch.id))
