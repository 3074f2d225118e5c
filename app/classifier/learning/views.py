"""What the classifier learned: what is in force, what is proposed, and the way back."""

from flask import Blueprint, render_template, request
from flask_babel import gettext as _

from app.accounts.access import me, requires
from app.classifier.in_force import layer_in_force
from app.classifier.labels import LABELS
from app.classifier.learning import actions
from app.classifier.learning.examples import counted
from app.classifier.learning.lessons import ORIGINS
from app.classifier.learning.queries import (
    changed_comments,
    current_turn,
    get_layer,
    last_rejudging,
    layers,
    turns,
)
from app.lib.htmx import back_to

bp = Blueprint("learning", __name__, url_prefix="/classifier")


@bp.get("")
@requires("lead")
def index():
    return render_template(
        "classifier/learning.html",
        turn=current_turn(),
        layers=layers(),
        turns=turns(),
        taught=counted(),
        origins=ORIGINS,
        rejudging=last_rejudging(),
    )


@bp.post("/layers")
@requires("lead")
def create():
    actions.ask_to_learn(by=me())
    return back_to("learning.index", _("It is learning. This page shows when it is done."))


@bp.get("/layers/<int:layer_id>")
@requires("lead")
def show(layer_id):
    """One layer: what it would change, and how it was judged."""
    layer = get_layer(layer_id)
    return render_template(
        "classifier/layer.html",
        layer=layer,
        in_force=layer_in_force() == layer.id,
        changed=changed_comments(layer),
        labels=LABELS,
    )


@bp.post("/layers/<int:layer_id>/acceptance")
@requires("lead")
def accept(layer_id):
    actions.accept(get_layer(layer_id), by=me())
    if request.form.get("again"):
        actions.rejudge(by=me())
    return back_to("learning.index", _("Accepted: comments are judged by it from now on."))


@bp.post("/layers/<int:layer_id>/refusal")
@requires("lead")
def decline(layer_id):
    actions.decline(get_layer(layer_id), by=me())
    return back_to("learning.index", _("Declined: nothing changes."))


@bp.delete("/layers/acceptance")
@bp.post("/layers/acceptance/undo")
@requires("lead")
def undo():
    """One click back to what was in force before."""
    actions.go_back(by=me())
    actions.rejudge(by=me())
    return back_to(
        "learning.index", _("Back to what was before. Open comments are looked at again.")
    )


@bp.post("/rejudgings")
@requires("lead")
def rejudge():
    actions.rejudge(by=me())
    return back_to("learning.index", _("The open comments are looked at again."))
