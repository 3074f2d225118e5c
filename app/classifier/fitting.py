"""One head's weights: a support vector machine and a naive-Bayes-weighted logistic one, averaged."""

import numpy as np
import scipy.sparse as sp
from sklearn.linear_model import SGDClassifier
from sklearn.svm import LinearSVC

from app.classifier.features import SIZE, features
from app.classifier.normalise import fold

_BATCH = 500
_SEEN = 2  # texts a letter group must be seen in


def matrix(texts):
    """One row a text, scaled as `Features.sums` scales."""
    parts = [_rows(texts[at : at + _BATCH]) for at in range(0, len(texts), _BATCH)]
    return sp.vstack(parts).tocsr()


def fit(found, target, weights, quick=False):
    """What each letter group says; margins on the training rows have a spread of one."""
    kept = np.flatnonzero(np.bincount(found.indices, minlength=SIZE) >= _SEEN)
    few = found[:, kept]
    if quick:
        both = [_ratio(few, target, weights)]
    else:
        logistic = _logistic(few, target, weights)
        both = [_machine(few, target, weights), logistic, logistic]
    whole = np.zeros(SIZE, np.float32)
    whole[kept] = sum(each / max((few @ each).std(), 1e-9) for each in both) / len(both)
    return whole


def _machine(found, target, weights):
    rare = _rarity(found)
    machine = LinearSVC(C=0.01, random_state=1, max_iter=40)
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
    seen = np.bincount(found.indices, minlength=found.shape[1])
    return np.log((1 + found.shape[0]) / (1 + seen)).astype(np.float32)


def _ratio(found, target, weights):
    weighed = sp.diags(weights) @ found
    yes, no = (np.asarray(weighed[target == side].sum(axis=0)).ravel() + 0.1 for side in (1, 0))
    return np.log((yes / yes.sum()) / (no / no.sum())).astype(np.float32)


def _rows(texts):
    found = features([fold(text) for text in texts])
    rows, numbers = found.distinct
    values = (1 / found.lengths()[rows]).astype(np.float32)
    return sp.csr_matrix((values, (rows, numbers)), shape=(found.count, SIZE))
