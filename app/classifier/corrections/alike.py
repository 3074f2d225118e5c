"""What the team decided on comments like this one: those that share the most, and the rarest, letter groups."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from app.classifier.features import features, fold
from app.classifier.labels import LABELS
from app.classifier.learning.examples import recent
from app.classifier.learning.lessons import ORIGINS

READ = 900  # examples looked through, the newest: an answer must not take long
SHOWN = 3
LEAST = 0.08  # of what they have in common: below it they are not alike


@dataclass(frozen=True)
class Alike:
    """A comment that was decided on, how alike it is, and what was decided."""

    comment: object
    share: float
    labels: list
    origin: object
    by: object
    at: object


def alike(comment):
    """The three nearest decisions, the nearest first."""
    candidates = recent(comment.id, READ)
    if not candidates:
        return []
    shares = nearness(comment.text, [other.text for other, _ in candidates])
    best = np.argsort(-shares, kind="stable")[:SHOWN]
    return [told(*candidates[at], float(shares[at])) for at in best if shares[at] >= LEAST]


def nearness(text, others):
    """For each other text how much of both is shared, 0 to 1; what few of them have counts more."""
    asked, known = marks(text), [marks(other) for other in others]
    shared = np.array([np.isin(asked, one, assume_unique=True) for one in known])
    rarity = np.log((len(known) + 2) / (shared.sum(axis=0) + 1))
    whole = rarity.sum() or 1.0
    sizes = np.array([max(len(one), 1) for one in known])
    return (shared @ rarity) / whole * np.sqrt(np.minimum(1, len(asked) / sizes))


@lru_cache(4000)
def marks(text):
    """The numbers of a text's letter groups, each once."""
    return np.unique(features([fold(text)]).numbers)


def told(comment, examples, share):
    latest = examples[0]
    said = [
        (LABELS[each.label].title, each.value)
        for each in examples
        if each.label in LABELS and each.activity_id == latest.activity_id
    ]
    return Alike(comment, share, said, ORIGINS.get(latest.origin, ""), latest.by, latest.at)
