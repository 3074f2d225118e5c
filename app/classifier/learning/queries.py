"""The layers there are, which one is in force, and since when."""

from flask import abort
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.classifier.learning.models import Layer, Rejudging, Turn
from app.comments.models import Comment
from app.extensions import db

SHOWN = 30


def get_layer(layer_id):
    return db.session.get(Layer, layer_id) or abort(404)


def current_turn():
    """The turn that counts: the latest; None while nobody ever accepted a layer."""
    wanted = select(Turn).options(joinedload(Turn.layer), joinedload(Turn.by))
    return db.session.scalar(wanted.order_by(Turn.id.desc()).limit(1))


def turn_before(turn):
    """The turn to go back to: what was in force before what is now; None for the shipped model alone.

    Going back twice goes back further, so turns that only went back are passed over.
    """
    history, at = [], None
    for one in db.session.scalars(select(Turn).where(Turn.id <= turn.id).order_by(Turn.id)):
        earlier = [place for place, old in enumerate(history) if old.layer_id == one.layer_id]
        if one.layer_id is None:
            history = []
        elif earlier:
            history = history[: earlier[0] + 1]
        else:
            history.append(one)
        at = history[-2] if len(history) > 1 else None
    return at


def waiting_layer():
    return db.session.scalar(select(Layer).where(Layer.state == "waiting").limit(1))


def newest_layer():
    return db.session.scalar(select(Layer).order_by(Layer.id.desc()).limit(1))


def layers():
    wanted = select(Layer).options(joinedload(Layer.asked_by), joinedload(Layer.declined_by))
    return db.session.scalars(wanted.order_by(Layer.id.desc()).limit(SHOWN)).all()


def turns():
    wanted = select(Turn).options(joinedload(Turn.by), joinedload(Turn.layer))
    return db.session.scalars(wanted.order_by(Turn.id.desc()).limit(SHOWN)).all()


def last_rejudging():
    return db.session.scalar(select(Rejudging).order_by(Rejudging.id.desc()).limit(1))


def changed_comments(layer):
    """The comments that a layer would flag otherwise: (comment, what was found of it), as far as they still exist."""
    listed = (layer.figures.get("month") or {}).get("list") or []
    wanted = select(Comment).where(Comment.id.in_([each["id"] for each in listed]))
    by_id = {comment.id: comment for comment in db.session.scalars(wanted)}
    return [(by_id[each["id"]], each) for each in listed if each["id"] in by_id]
