"""Learn `toxic` from the public sets and the seed rows, and write the very same bytes each time."""

import json
import zipfile
from collections import Counter
from io import BytesIO

import numpy as np
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression, SGDClassifier
from sklearn.svm import LinearSVC

from app.classifier.features import SIZE, features, fold
from app.classifier.language import group_of, language_of, use
from app.classifier.tongues import learn_languages

LEARNED = "toxic"
_MOST = 8_000  # a set counts as its rows, up to this many
_SEED = 4_000  # the seed rows together: few, but the ones that draw our line
_FOLDS = 3
_BATCH = 500
_LEAST = 60  # examples of each class to calibrate a group on its own


def train(examples):
    """The files of a model, by name, from what is not held back."""
    learned_from = [each for each in examples if not each.held_back]
    languages = learn_languages(learned_from)
    use(languages)
    chosen = [each for each in learned_from if LEARNED in each.labels]
    weights, calibration = learn(chosen)
    meta = {
        "calibration": {LEARNED: calibration},
        "letter_groups": SIZE,
        "rows": dict(Counter(each.set for each in chosen)),
    }
    return {
        "toxic.json": (json.dumps(meta, indent=1, sort_keys=True) + "\n").encode(),
        "toxic.npz": stored({LEARNED: weights}),
        "language.bin": languages,
    }


def learn(examples):
    """Weights of every letter group, and how to read their sum in each group of languages."""
    found = matrix([each.text for each in examples])
    target = np.array([each.labels[LEARNED] for each in examples])
    weights = _weigh(examples, target)
    apart = np.empty(len(target))
    folds = np.arange(len(target)) % _FOLDS
    for fold_ in range(_FOLDS):
        held = folds == fold_
        apart[held] = found[held] @ _fit(found[~held], target[~held], weights[~held])
    final = _fit(found, target, weights)
    return _rounded(final), _calibrate(apart, target, weights, [_group(each) for each in examples])


def matrix(texts):
    """One row a text, scaled as `Features.sums` scales."""
    return sp.vstack([_rows(texts[at : at + _BATCH]) for at in range(0, len(texts), _BATCH)])


def stored(arrays):
    """An .npz of fixed dates, so that equal weights are equal bytes."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(arrays):
            body = BytesIO()
            np.lib.format.write_array(body, arrays[name], allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy"), body.getvalue(), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _fit(found, target, weights):
    """A support vector machine and a naive-Bayes-weighted logistic one, their margins added."""
    rare = _rarity(found)
    machine = LinearSVC(C=0.03, random_state=1, max_iter=300)
    machine.fit(found @ sp.diags(rare), target, sample_weight=weights)
    ratio = _ratio(found, target, weights)
    logistic = SGDClassifier(
        loss="log_loss", alpha=1e-6, average=True, random_state=1, max_iter=8, tol=None
    )
    logistic.fit(found @ sp.diags(ratio), target, sample_weight=weights)
    both = [machine.coef_[0] * rare, logistic.coef_[0] * ratio]
    scaled = [each / (found @ each).std() for each in both]
    return (scaled[0] + 2 * scaled[1]) / 3


def _rarity(found):
    seen = np.bincount(found.indices, minlength=SIZE)
    return np.log((1 + found.shape[0]) / (1 + seen)).astype(np.float32)


def _ratio(found, target, weights):
    weighed = sp.diags(weights) @ found
    toxic, fine = (np.asarray(weighed[target == side].sum(axis=0)).ravel() + 0.1 for side in (1, 0))
    return np.log((toxic / toxic.sum()) / (fine / fine.sum())).astype(np.float32)


def _weigh(examples, target):
    """Each set as strong as its size, up to a limit, and half of that for each answer."""
    sets = np.array([each.set for each in examples])
    weights = np.zeros(len(target))
    for name in sorted(set(sets)):
        strength = _SEED if name == "seed" else min((sets == name).sum(), _MOST)
        for side in (0, 1):
            chosen = (sets == name) & (target == side)
            weights[chosen] = strength / 2 / max(chosen.sum(), 1)
    return weights


def _calibrate(margins, target, weights, groups):
    """Platt's two numbers for each group, as if half of it were toxic."""
    groups = np.array(groups)
    known = {"other": _platt(margins, target, weights)}
    for name in sorted(set(groups)):
        chosen = groups == name
        if np.bincount(target[chosen], minlength=2).min() >= _LEAST:
            known[str(name)] = _platt(margins[chosen], target[chosen], weights[chosen])
    return known


def _platt(margins, target, weights):
    weights = weights.copy()
    for side in (0, 1):
        weights[target == side] /= weights[target == side].sum()
    model = LogisticRegression(C=1e6)
    model.fit(margins[:, None], target, sample_weight=weights * len(target))
    return [round(float(model.coef_[0][0]), 3), round(float(model.intercept_[0]), 3)]


def _rounded(weights):
    """Half precision, the lightest weights dropped: nothing lost that a score would show."""
    small = np.abs(weights) < 1e-3
    return np.where(small, 0, weights).astype(np.float16)


def _rows(texts):
    found = features([fold(text) for text in texts])
    values = (1 / found.lengths()[found.texts]).astype(np.float32)
    return sp.csr_matrix((values, (found.texts, found.numbers)), shape=(found.count, SIZE))


def _group(example):
    return group_of(*language_of(example.text))
