"""What judges comments now: the shipped model, the layer the team accepted, its thresholds, its word lists."""

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from flask import g, has_request_context
from sqlalchemy import select

from app.classifier.labels import LABELS, flagged
from app.classifier.learning.models import Layer, Turn
from app.classifier.lists.queries import lists_in_force
from app.classifier.thresholds.queries import chosen
from app.extensions import db


@dataclass(frozen=True)
class Judge:
    """A model with all that the team added to it."""

    model: object
    thresholds: dict
    lists: object


def judge():
    """The judge as it stands: read anew each time, loaded anew only when it changed."""
    return Judge(model_in_force(), chosen(), lists_in_force())


def model_in_force():
    """The shipped model, under the team's layer if one is in force that was learned for it."""
    from app.classifier.model import load

    shipped = load()
    number = layer_in_force()
    if number is None:
        return shipped
    if number not in _under:
        _under.clear()
        _under[number] = under(shipped, db.session.get(Layer, number))
    return _under[number]


_under = {}


def under(shipped, layer):
    """A layer was learned as what to add to one shipped model: under another it would say something else."""
    from app.classifier.learning.layer import read

    if layer is None or layer.shipped != shipped.shipped_version:
        return shipped
    return shipped.under(read(layer.version, layer.weights))


def layer_in_force():
    """The number of the layer that the latest turn put in force, or None."""
    return db.session.scalar(select(Turn.layer_id).order_by(Turn.id.desc()).limit(1))


_known = ContextVar("thresholds", default=None)


@contextmanager
def judged_by(thresholds):
    """Whoever asks inside for the team's thresholds is told these: a worker looks at hundreds of comments with the same."""
    before = _known.set(thresholds)
    try:
        yield
    finally:
        _known.reset(before)


def thresholds():
    """The team's thresholds, read once a request."""
    if (known := _known.get()) is not None:
        return known
    if not has_request_context():
        return chosen()
    if "thresholds" not in g:
        g.thresholds = chosen()
    return g.thresholds


def labels_on(comment):
    """The labels a comment bears, by its scores, or as a person said otherwise."""
    up = flagged(comment.scores or {}, thresholds(), comment.lang) if comment.scores else []
    said = (comment.reasons or {}).get("said") or {}
    return [name for name in LABELS if said.get(name, name in up)]


def signals(names, said=None):
    """The flags of a comment that bears these labels; what was said of its priority outright holds."""
    up = {LABELS[name].signal for name in names}
    return {"toxic": "toxic" in up, "priority": (said or {}).get("priority", "priority" in up)}
