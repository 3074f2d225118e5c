"""Learn a layer: sparse weights that move the shipped model's log odds no further than the decisions ask for."""

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from scipy.optimize import minimize

from app.classifier.features import SIZE, features, fold
from app.classifier.labels import LABELS

LEAST = 4  # decisions on a label, below which nothing is learned of it
STRENGTH = 0.01  # how dear a weight is
LIGHT = 1e-3  # weights too small to move any score
_BATCH = 500


@dataclass(frozen=True)
class Rows:
    """Texts as letter groups, with what the shipped model says and what is known of each label."""

    found: sp.csr_matrix
    odds: dict  # label: log odds of the shipped model
    said: dict  # label: 1, 0, or nan where nothing is known
    weights: dict

    def take(self, chosen):
        parts = (self.odds, self.said, self.weights)
        return Rows(
            self.found[chosen], *({name: each[chosen] for name, each in p.items()} for p in parts)
        )


def rows_of(model, texts, said):
    """Rows from texts and {label: (value, weight)} of each."""
    count = len(texts)
    values = {name: np.full(count, np.nan) for name in LABELS}
    weights = {name: np.zeros(count) for name in LABELS}
    for at, one in enumerate(said):
        for name, (value, weight) in one.items():
            values[name][at], weights[name][at] = value, weight
    return Rows(matrix(texts), model.logits(texts), values, weights)


def matrix(texts):
    """One row a text, scaled as the model scales."""
    parts = [_rows(texts[at : at + _BATCH]) for at in range(0, len(texts), _BATCH)]
    return sp.vstack(parts, format="csr") if parts else sp.csr_matrix((0, SIZE), dtype=np.float32)


def _rows(texts):
    found = features([fold(text) for text in texts])
    values = (1 / found.lengths()[found.texts]).astype(np.float32)
    return sp.csr_matrix((values, (found.texts, found.numbers)), shape=(found.count, SIZE))


def fit(team, anchors, held=1.0):
    """(labels, numbers, values) of a layer from the team's rows; on the anchors it shall change as little as it can."""
    numbers = np.unique(team.found.indices)
    found, fixed = team.found[:, numbers], anchors[:, numbers]
    labels = [name for name in LABELS if (~np.isnan(team.said[name])).sum() >= LEAST]
    learned = [head(*known(team, found, name), fixed, held) for name in labels]
    values = np.array(learned).T.reshape(len(numbers), len(labels))
    kept = np.abs(values).max(axis=1, initial=0) >= LIGHT
    return labels, numbers[kept], values[kept]


def known(rows, found, name):
    """The rows that say something of a label: letter groups, log odds, which side, weight."""
    chosen = ~np.isnan(rows.said[name])
    sides = 2 * rows.said[name][chosen] - 1
    return found[chosen], rows.odds[name][chosen], sides, rows.weights[name][chosen]


def head(found, odds, sides, weights, fixed, held):
    """One label's weights: logistic, with the shipped log odds as where it starts from.

    What holds it is how far it would move sentences that ship. Learning their labels beside the decisions was
    measured too, and forgets: it learns them by heart a second time. An offset would move everything alike.
    """
    turned, fixed_turned = found.T.tocsr(), fixed.T.tocsr()

    def loss(learned):
        margins, moved = sides * (odds + found @ learned), fixed @ learned
        slopes = -sides * weights / (1 + np.exp(np.clip(margins, -30, 30)))
        value = (weights * np.logaddexp(0, -margins)).sum()
        value += held / 2 * (moved @ moved) + STRENGTH / 2 * (learned @ learned)
        return value, turned @ slopes + held * (fixed_turned @ moved) + STRENGTH * learned

    start = np.zeros(found.shape[1])
    return minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 120}).x
