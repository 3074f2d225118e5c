"""How margins are read: the log odds they stand for in each variety, and thresholds."""

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score

from app.classifier.columns import COLUMNS, HEADS, VARIETIES, VARIETIES_AT
from app.classifier.labels import ANY, LABELS, SENTIMENTS
from app.classifier.model import shares

_LEAST = 60  # rows of each answer to read a group on its own
_NEVER = -6.0  # the log odds of what was never taught
_ABSENT = -8.0  # the log odds of a class that no row was of
_PART = 0.1  # of a text, in a variety: less teaches its reading nothing
_PLACES = np.arange(0.1, 0.91, 0.02)
_FREEDOM = 0.05  # how far a group may lean on what other columns say


class Reading:
    """Learns one matrix for each variety: a column a head, the last row its offset."""

    def __init__(self, margins):
        self.margins = margins
        shape = (len(VARIETIES), len(COLUMNS) + 1)
        self.gate, self.matrices = np.zeros(shape).T, np.zeros((*shape, len(HEADS)))

    def learn_varieties(self, known, target):
        """How likely each variety is, from what the columns of the varieties say."""
        inputs = self.margins[known][:, VARIETIES_AT:]
        if len(set(target.tolist())) > 1:
            model = LogisticRegression(C=1.0, max_iter=300).fit(inputs, target)
            read = _by_class(model, np.ones(len(VARIETIES)), len(VARIETIES))
            self.gate[VARIETIES_AT:] = read
        self.shares = shares(self.margins, self.gate)

    def learn(self, head, known, target):
        """How a head is heard through all columns, from margins of rows they did not learn from."""
        place = HEADS.index(head)
        if len(set(target.tolist())) < 2:
            self.matrices[:, -1, place] = _NEVER
            return
        whole = self._heard(known, target, place)
        for variety, matrix in enumerate(self.matrices):
            chosen = self.shares[known, variety] > _PART
            enough = np.bincount(target[chosen], minlength=2).min() >= _LEAST
            heard = (known[chosen], target[chosen], place, self.shares[known[chosen], variety])
            matrix[:, place] = self._heard(*heard) if enough else whole

    def learn_moods(self, known, target):
        """The same for the three sentiments together."""
        if len(set(target.tolist())) < len(SENTIMENTS):
            return
        whole = self._moods(known, target)
        for variety, matrix in enumerate(self.matrices):
            chosen = self.shares[known, variety] > _PART
            enough = (np.bincount(target[chosen], minlength=3) >= _LEAST).sum() >= 2
            heard = (known[chosen], target[chosen], self.shares[known[chosen], variety])
            matrix[:, len(LABELS) :] = self._moods(*heard) if enough else whole

    def odds(self, head):
        """The log odds of every row, as they are read."""
        read = self.matrices[:, :, HEADS.index(head)]
        return (self.shares * (self.margins @ read[:, :-1].T + read[:, -1])).sum(axis=1)

    def as_lists(self):
        return {"gate": self.gate.round(4).tolist(), "readings": self.matrices.round(4).tolist()}

    def _heard(self, known, target, place, weights=None):
        """Logistic weights: what this head says is heard freely, what the others say only a little."""
        margins = self.margins[known][:, :VARIETIES_AT]
        own = np.array([column.head == HEADS[place] for column in COLUMNS[:VARIETIES_AT]])
        scale = np.where(own, 3.0, 1.0) * np.sqrt(_FREEDOM) / np.maximum(margins.std(axis=0), 1e-6)
        model = LogisticRegression(C=1.0, max_iter=500)
        model.fit(margins * scale, target, sample_weight=weights)
        read = np.zeros(len(COLUMNS) + 1)
        read[:VARIETIES_AT], read[-1] = model.coef_[0] * scale, model.intercept_[0]
        return read

    def _moods(self, known, target, weights=None):
        margins = self.margins[known][:, :VARIETIES_AT]
        scale = 1 / np.maximum(margins.std(axis=0), 1e-6)
        model = LogisticRegression(C=0.1, max_iter=500)
        model.fit(margins * scale, target, sample_weight=weights)
        found = _by_class(model, scale, len(SENTIMENTS))
        read = np.zeros((len(COLUMNS) + 1, len(SENTIMENTS)))
        read[:VARIETIES_AT], read[-1] = found[:-1], found[-1]
        return read


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


def _by_class(model, scale, size):
    """The weights of a logistic regression of several classes, with a column for each there could be."""
    read = np.zeros((len(scale) + 1, size))
    read[-1] = _ABSENT
    coefficients, offsets = model.coef_ * scale, model.intercept_
    if len(model.classes_) == 2:
        coefficients = np.vstack([-coefficients / 2, coefficients / 2])
        offsets = np.concatenate([-offsets / 2, offsets / 2])
    for row, one in enumerate(model.classes_):
        read[:-1, one], read[-1, one] = coefficients[row], offsets[row]
    return read
