"""Learn a layer: sparse weights that move the shipped model's log odds no further than the decisions ask for."""

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from scipy.optimize import minimize

from app.classifier.features import SIZE, features, fold
from app.classifier.labels import LABELS

LEAST = 4  # decisions on a label, below which nothing is learned of it
STRENGTH = 0.03  # how hard the shipped weights are held to
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


def fit(team, replay, held=1.0):
    """(labels, numbers, values) of a layer from the team's rows, held by rows that shipped."""
    numbers = np.unique(team.found.indices)
    team_found, replay_found = team.found[:, numbers], replay.found[:, numbers]
    labels = [name for name in LABELS if (~np.isnan(team.said[name])).sum() >= LEAST]
    learned = [
        head(joined(team, team_found, name), joined(replay, replay_found, name, held))
        for name in labels
    ]
    values = np.array(learned).T.reshape(len(numbers), len(labels))
    kept = np.abs(values).max(axis=1, initial=0) >= LIGHT
    return labels, numbers[kept], values[kept]


def joined(rows, found, name, held=1.0):
    """The rows that say something of a label: letter groups, log odds, value, weight."""
    known = ~np.isnan(rows.said[name])
    weights = held * rows.weights[name][known]
    return found[known], rows.odds[name][known], rows.said[name][known], weights


def head(team, replay):
    """One label's weights: logistic, with the shipped log odds as where it starts from.

    There is no offset: it would move every comment alike, whatever is in it (measured: it costs the other
    labels' tests up to two points and gains nothing).
    """
    found = sp.vstack([team[0], replay[0]], format="csr")
    odds, values, weights = (
        np.concatenate(pair) for pair in zip(team[1:], replay[1:], strict=True)
    )
    signs, turned = 2 * values - 1, found.T.tocsr()

    def loss(learned):
        margins = signs * (odds + found @ learned)
        slopes = -signs * weights / (1 + np.exp(np.clip(margins, -30, 30)))
        value = (weights * np.logaddexp(0, -margins)).sum() + STRENGTH / 2 * (learned @ learned)
        return value, turned @ slopes + STRENGTH * learned

    start = np.zeros(found.shape[1])
    return minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 120}).x
