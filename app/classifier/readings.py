"""How margins are read: the log odds they stand for in each group of languages, and thresholds."""

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score

from app.classifier.labels import ANY, LABELS, SENTIMENTS

_LEAST = 60  # rows of each answer to read a group on its own
_NEVER = -6.0  # the log odds of what was never taught
_PLACES = np.arange(0.1, 0.91, 0.02)


class Reading:
    """Learns one matrix for each group of languages: a column a head, the last row its offset."""

    def __init__(self, heads, groups):
        self.heads, self.groups = list(heads), np.array(groups)
        names = ["other", *sorted(set(groups) - {"other"})]
        self.matrices = {name: np.zeros((len(self.heads) + 1, len(self.heads))) for name in names}

    def learn(self, head, margins, known, target):
        """Platt's two numbers for a head, from margins of rows it did not learn from."""
        place = self.heads.index(head)
        whole = _platt(margins[known], target) if len(target) else (0.0, _NEVER)
        for name, matrix in self.matrices.items():
            chosen = self.groups[known] == name
            enough = len(target) and np.bincount(target[chosen], minlength=2).min() >= _LEAST
            slope, offset = _platt(margins[known][chosen], target[chosen]) if enough else whole
            matrix[place, place], matrix[-1, place] = slope, offset

    def learn_moods(self, margins, known, target):
        """The same for the three sentiments together."""
        first = len(LABELS)
        if len(set(target.tolist())) < len(SENTIMENTS):
            return
        whole = _moods(margins[known], target)
        for name, matrix in self.matrices.items():
            chosen = self.groups[known] == name
            counts = np.bincount(target[chosen], minlength=3)
            enough = (counts >= _LEAST).sum() >= 2
            read = _moods(margins[known][chosen], target[chosen]) if enough else whole
            matrix[first:-1, first:], matrix[-1, first:] = read[:-1], read[-1]

    def as_lists(self):
        return {name: each.round(4).tolist() for name, each in self.matrices.items()}


def threshold(scores, target):
    """From which score a label counts, so that both answers are told best."""
    if not len(target) or min(np.bincount(target, minlength=2)) < _LEAST:
        return None
    figures = [f1_score(target, scores >= place, average="macro") for place in _PLACES]
    return round(float(_PLACES[int(np.argmax(figures))]), 2)


def thresholds(scores, target, languages):
    """A threshold for each language that has rows enough, and one for all."""
    found = {ANY: threshold(scores, target) or 0.5}
    for language in sorted(set(languages.tolist())):
        chosen = languages == language
        if language and (one := threshold(scores[chosen], target[chosen])):
            found[language] = one
    return found


def _platt(margins, target):
    model = LogisticRegression(C=100.0)
    model.fit(margins[:, None], target)
    return float(model.coef_[0][0]), float(model.intercept_[0])


def _moods(margins, target):
    model = LogisticRegression(C=1.0, max_iter=300).fit(margins, target)
    read = np.zeros((len(SENTIMENTS) + 1, len(SENTIMENTS)))
    read[-1] = -5.0
    coefficients, offsets = model.coef_, model.intercept_
    if len(model.classes_) == 2:
        coefficients = np.vstack([-coefficients / 2, coefficients / 2])
        offsets = np.concatenate([-offsets / 2, offsets / 2])
    for row, one in enumerate(model.classes_):
        read[:-1, one], read[-1, one] = coefficients[row], offsets[row]
    return read
