"""Gather what the team decided, have a process of its own learn from it, and keep what it proposes."""

import base64
import json
import os
import subprocess
import sys

from sqlalchemy import select

from app.classifier.in_force import layer_in_force
from app.classifier.learning.actions import ask_to_learn
from app.classifier.learning.examples import decided, newest, since
from app.classifier.learning.models import Layer
from app.classifier.learning.queries import newest_layer
from app.classifier.model import load
from app.classifier.thresholds.queries import chosen
from app.comments.models import Comment
from app.extensions import db
from app.lib.clock import ago, microseconds, now
from app.lib.errors import PermanentError
from app.lib.transaction import looking, transaction
from config import ROOT

MONTH_DAYS, MONTH_MOST = 30, 5_000
LONGEST_SECONDS = 1_800
ENOUGH, PAUSE_HOURS = 50, 24  # decisions since the last time, and hours, before it learns unasked


def train(layer_id):
    """Learn one layer that was asked for."""
    with looking():
        lesson, last = gather()
    found = learned(lesson)
    with transaction():
        layer = db.session.get(Layer, layer_id)
        layer.state, layer.shipped, layer.made_at = found["state"], found["shipped"], now()
        layer.figures = found["figures"] | {"newest": last}
        layer.weights = base64.b64decode(found["weights"])


def gather():
    """The lesson, and the number of the latest example in it."""
    current = counting_layer()
    known = current.figures.get("newest", 0) if current else 0
    decisions = decided()
    said = {one.comment_id: one.said for one in decisions}
    lesson = {
        "decisions": [
            {"text": one.text, "said": one.said, "new": one.newest > known} for one in decisions
        ],
        "month": [
            {"id": number, "text": text, "said": said.get(number)} for number, text in month()
        ],
        "thresholds": chosen(),
        "current": base64.b64encode(current.weights).decode() if current else None,
    }
    return lesson, newest()


def counting_layer():
    """The layer that really judges now: one learned for an earlier shipped model does not."""
    number = layer_in_force()
    layer = db.session.get(Layer, number) if number else None
    return layer if layer and layer.shipped == load().shipped_version else None


def month():
    """(id, text) of what others wrote in the last thirty days, the newest first."""
    since_id = microseconds(ago(days=MONTH_DAYS))
    wanted = select(Comment.id, Comment.text).where(
        Comment.id >= since_id, Comment.by_us.is_(False)
    )
    return db.session.execute(wanted.order_by(Comment.id.desc()).limit(MONTH_MOST)).all()


def learned(lesson):
    """What a process of its own makes of a lesson: what it loads and needs ends with it."""
    environ = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    answer = subprocess.run(
        [sys.executable, "-m", "app.classifier.learning.trainer"],
        input=json.dumps(lesson).encode(),
        capture_output=True,
        cwd=ROOT,
        env=environ,
        timeout=LONGEST_SECONDS,
    )
    if answer.returncode:
        # The last line names the failure; those above could hold what people wrote.
        raise PermanentError(answer.stderr.decode(errors="replace").strip()[-200:].split("\n")[-1])
    return json.loads(answer.stdout)


def ask_when_due():
    """Learn unasked once there are decisions enough since the last time."""
    last = newest_layer()
    if last and (last.state == "waiting" or last.asked_at > ago(hours=PAUSE_HOURS)):
        return
    known = last.figures.get("newest", 0) if last else 0
    if since(known, ENOUGH) >= ENOUGH:
        ask_to_learn(by=None)


def failed(layer_id, reason):
    """Say on the layer that nothing came of it."""
    layer = db.session.get(Layer, layer_id)
    if layer:
        layer.state, layer.made_at = "failed", now()
        layer.figures = {"reason": reason[:200]}
