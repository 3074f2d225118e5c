"""One head's weights: a support vector machine and a naive-Bayes-weighted logistic one, averaged."""

import numpy as np
import scipy.sparse as sp
from sklearn.linear_model import SGDClassifier
from sklearn.svm import LinearSVC

from app.classifier.features import SIZE, features, fold

_BATCH = 500


def matrix(texts):
    """One row a text, scaled as `Features.sums` scales."""
    return sp.vstack([_rows(texts[at : at + _BATCH]) for at in range(0, len(texts), _BATCH)])


def fit(found, target, weights):
    """What each letter group says; margins on the training rows have a spread of one."""
    machine, logistic = _machine(found, target, weights), _logistic(found, target, weights)
    scaled = [each / max((found @ each).std(), 1e-9) for each in (machine, logistic)]
    return ((scaled[0] + 2 * scaled[1]) / 3).astype(np.float32)


def _machine(found, target, weights):
    rare = _rarity(found)
    machine = LinearSVC(C=0.03, random_state=1, max_iter=300)
    machine.fit(found @ sp.diags(rare), target, sample_weight=weights)
    return machine.coef_[0] * rare


def _logistic(found, target, weights):
    ratio = _ratio(found, target, weights)
    logistic = SGDClassifier(
        loss="log_loss", alpha=1e-6, average=True, random_state=1, max_iter=8, tol=None
    )
    logistic.fit(found @ sp.diags(ratio), target, sample_weight=weights)
    return logistic.coef_[0] * ratio


def _rarity(found):
    seen = np.bincount(found.indices, minlength=SIZE)
    return np.log((1 + found.shape[0]) / (1 + seen)).astype(np.float32)


def _ratio(found, target, weights):
    weighed = sp.diags(weights) @ found
    yes, no = (np.asarray(weighed[target == side].sum(axis=0)).ravel() + 0.1 for side in (1, 0))
    return np.log((yes / yes.sum()) / (no / no.sum())).astype(np.float32)


def _rows(texts):
    found = features([fold(text) for text in texts])
    values = (1 / found.lengths()[found.texts]).astype(np.float32)
    return sp.csr_matrix((values, (found.texts, found.numbers)), shape=(found.count, SIZE))
