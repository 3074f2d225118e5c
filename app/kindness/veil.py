"""What is covered until somebody asks for it: abuse of a kind, from how sure a score each person chose."""

import re

from flask import g
from sqlalchemy import select

from app.accounts.access import me
from app.authors.standing import is_trusted
from app.classifier.in_force import labels_on
from app.classifier.labels import LABELS
from app.extensions import db
from app.kindness.models import BLUR, BREAKS_AFTER, Exposure, Kindness
from app.lib.clock import now

KINDS = ("threat", "hate", "insult", "obscene")
# From which score each level covers; what a person said counts as sure.
LEVELS = {"off": 2.0, "strong": 0.8, "all": 0.0}
SHAPED = 220


def kindness():
    """How the person who asks wishes to be spared; read once a request."""
    if "kindness" not in g:
        kept = db.session.get(Kindness, me().id) if me() else None
        g.kindness = kept or Kindness(blur=BLUR, breaks_after=BREAKS_AFTER)
    return g.kindness


def abuse_in(comment, level=None):
    """The kinds of abuse in a comment that a level covers, the worst first; () for everything else."""
    if not comment.toxic or comment.by_us:
        return ()
    least = LEVELS[level or "strong"]
    scores, said = comment.scores or {}, (comment.reasons or {}).get("said") or {}
    up = [name for name in labels_on(comment) if name in KINDS]
    sure = {name: 1.0 if said.get(name) else scores.get(name, 0) for name in up}
    found = tuple(name for name in KINDS if sure.get(name, -1) >= least)
    return found or (("toxic",) if least == 0.0 else ())


def veil(comment, opened=False):
    """What covers a comment for the person who asks: titles of kinds, or nothing. `opened`: unless they had it shown."""
    if not comment.toxic or me() is None or is_trusted(comment.author_id):
        return ()
    kinds = abuse_in(comment, kindness().blur)
    if not kinds or (opened and is_shown(comment)):
        return ()
    return tuple(str(LABELS[name].title) for name in kinds)


def is_shown(comment):
    """Whether this person asked for its words a moment ago; asked once a request."""
    known = g.setdefault("shown", {})
    if comment.id not in known:
        until = Exposure.shown_until > now()
        mine = select(Exposure.comment_id).where(Exposure.user_id == me().id, until)
        known[comment.id] = db.session.scalar(mine.where(Exposure.comment_id == comment.id))
    return bool(known[comment.id])


def shape_of(text):
    """What a blurred text looks like, without a letter of it."""
    return re.sub(r"[^\W_]", "n", text[:SHAPED])
