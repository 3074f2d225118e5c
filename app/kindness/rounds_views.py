"""Half an hour of what matters most, a calm round, and the kind words of the week."""

from flask import Blueprint, flash, redirect, render_template, session, url_for
from flask_babel import gettext as _

from app.accounts.access import login_required, me, requires
from app.comments.queries import get_comment
from app.comments.undo import undo
from app.kindness import choosing, kind_words, rounds
from app.kindness.actions import keep_word
from app.kindness.veil import kindness
from app.kindness.visits import keep_visits
from app.kindness.weights import MINUTES
from app.lib.clock import ago
from app.lib.htmx import request
from app.search.budget import count_in_time
from app.search.query import Query

bp = Blueprint("rounds", __name__)
LAST_ACT = "round_act"


def prepare(app):
    app.jinja_env.globals["keeps_word"] = lambda comment: kind_words.keeps(me(), comment)
    keep_visits(app)


@bp.get("/session")
@requires("moderator")
def session_page():
    """What came since they left, what is urgent, and how to begin."""
    left = kindness().left_at
    parked = {key: count_in_time(Query.of(q), me()) for key, q in choosing.PARKED.items()}
    return render_template(
        "kindness/session.html",
        left=left,
        arrived=choosing.arrived_since(left or ago(days=7)),
        urgent=choosing.urgent_first(me()),
        under_way=rounds.under_way(me(), "session"),
        minutes=MINUTES,
        parked=parked,
        parking=choosing.PARKED,
    )


@bp.post("/session")
@requires("moderator")
def begin_session():
    return begin("session", choosing.session_for(me()))


@bp.get("/calm")
@requires("moderator")
def calm_page():
    waits = count_in_time(Query.of(rounds.CALM_LIST), me())
    return render_template(
        "kindness/calm.html", waits=waits, under_way=rounds.under_way(me(), "calm")
    )


@bp.post("/calm")
@requires("moderator")
def begin_calm():
    return begin("calm", rounds.calm_ids(me()))


def begin(kind, ids):
    if not ids:
        flash(_("Nothing of this kind waits. Enjoy the quiet."), "notice")
        return redirect("/session" if kind == "session" else "/calm", 303)
    row = rounds.begin(kind, ids, me())
    session.pop(LAST_ACT, None)
    return redirect(url_for("rounds.show", round_id=row.id), 303)


@bp.get("/rounds/<int:round_id>")
@requires("moderator")
def show(round_id):
    """The comment the round stands at, or what was done when it is over."""
    row = rounds.mine(round_id, me())
    comment = None if row.ended_at else rounds.current(row)
    return render_template(
        "kindness/round.html", round=row, comment=comment, can_go_back=row.place > 0
    )


@bp.post("/rounds/<int:round_id>/<any(done, hide, later, next):verb>")
@requires("moderator")
def act(round_id, verb):
    row = rounds.mine(round_id, me())
    activity = rounds.act(row, request.form.get("comment", type=int), verb, me())
    session[LAST_ACT] = activity.id if activity else None
    return redirect(url_for("rounds.show", round_id=row.id), 303)


@bp.post("/rounds/<int:round_id>/back")
@requires("moderator")
def back(round_id):
    """One step back, and what was done there is taken back."""
    row = rounds.mine(round_id, me())
    if number := session.pop(LAST_ACT, None):
        undo(number, by=me())
    row.place, row.ended_at = max(0, row.place - 1), None
    return redirect(url_for("rounds.show", round_id=row.id), 303)


@bp.post("/rounds/<int:round_id>/end")
@requires("moderator")
def end(round_id):
    """That was enough, at any moment."""
    row = rounds.mine(round_id, me())
    rounds.end(row)
    flash(_("That was enough for now. The rest stays where it is."), "notice")
    return redirect("/kind", 303)


@bp.get("/kind")
@login_required
def kind():
    """A place to go to."""
    return render_template(
        "kindness/kind.html", words=kind_words.of_the_week(), kept=kind_words.kept_by(me())
    )


@bp.post("/comments/<int:comment_id>/heart")
@login_required
def heart(comment_id):
    keep_word(me(), get_comment(comment_id))
    after = request.form.get("round", type=int)
    return redirect(url_for("rounds.show", round_id=after) if after else "/kind", 303)
