"""Learn from the team's decisions, put a layer in force, go back to what was before."""

from flask_babel import gettext as _
from sqlalchemy import select

from app import jobs
from app.classifier.learning.models import Layer, Rejudging, Turn
from app.classifier.learning.queries import current_turn, turn_before, waiting_layer
from app.extensions import db
from app.jobs import enqueue
from app.lib.clock import now
from app.lib.errors import Refused


def ask_to_learn(*, by):
    """A layer shall be learned from all decisions so far; nobody asked when it is time for one anyway."""
    if waiting_layer():
        raise Refused(_("It is learning already."))
    layer = Layer(asked_by_id=by.id if by else None)
    db.session.add(layer)
    enqueue(jobs.TRAIN_TEAM_LAYER, layer)
    return layer


def accept(layer, *, by):
    """From now on comments are judged under this layer."""
    turn = current_turn()
    if layer.weights is None or layer.state != "proposed":
        raise Refused(_("There is nothing to accept here."))
    if turn and turn.layer_id == layer.id:
        raise Refused(_("That is already so."))
    return put_in_force(layer.id, by=by)


def go_back(*, by):
    """Judge again as before the latest change."""
    turn = current_turn()
    if turn is None:
        raise Refused(_("The classifier is as it was shipped."))
    before = turn_before(turn)
    return put_in_force(before.layer_id if before else None, by=by)


def put_in_force(layer_id, *, by):
    turn = Turn(layer_id=layer_id, by_id=by.id)
    db.session.add(turn)
    db.session.flush()
    return turn


def decline(layer, *, by):
    """This layer shall not be used; what it would have changed stays to be read."""
    if layer.state != "proposed" or layer.turns:
        raise Refused(_("There is nothing to decline here."))
    layer.state, layer.declined_at, layer.declined_by_id = "declined", now(), by.id


def rejudge(*, by):
    """Look at the open comments again; a pass that is under way begins anew."""
    unfinished = select(Rejudging).where(Rejudging.finished_at.is_(None))
    row = db.session.scalar(unfinished.order_by(Rejudging.id.desc()).limit(1).with_for_update())
    if row:
        row.reached_id, row.seen, row.changed = None, 0, 0
        return row
    row = Rejudging(by_id=by.id if by else None)
    db.session.add(row)
    enqueue(jobs.REJUDGE_COMMENTS, row)
    return row
