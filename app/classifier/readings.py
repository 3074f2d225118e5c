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
_WRONGED = 0.02  # of civil complaints and criticism may be flagged
_MANY = 200  # texts' worth of a variety, to settle what it says
_PLACES = np.arange(0.1, 0.91, 0.02)
_OWN, _OTHER = 2.0, 0.25  # how far a reading may lean on a head's own columns, and on the others


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
        self._settle(known, target, place)

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
        scale = np.where(own, _OWN, _OTHER) / np.maximum(margins.std(axis=0), 1e-6)
        model = LogisticRegression(C=1.0, max_iter=500)
        model.fit(margins * scale, target, sample_weight=weights)
        read = np.zeros(len(COLUMNS) + 1)
        read[:VARIETIES_AT], read[-1] = model.coef_[0] * scale, model.intercept_[0]
        return read

    def _settle(self, known, target, place):
        """Few texts are wholly of one variety: scale what each says so that together they are right."""
        read, parts = self.matrices[:, :, place], self.shares[known]
        said = parts * (self.margins[known] @ read[:, :-1].T + read[:, -1])
        many = np.flatnonzero(parts.sum(axis=0) >= _MANY)
        if not len(many):
            return
        model = LogisticRegression(C=10.0, max_iter=500, fit_intercept=False)
        model.fit(np.hstack([said[:, many], parts[:, many]]), target)
        scale, shift = np.split(model.coef_[0], 2)
        read[many] *= scale[:, None]
        read[many, -1] += shift

    def _moods(self, known, target, weights=None):
        margins = self.margins[known][:, :VARIETIES_AT]
        scale = 1 / np.maximum(margins.std(axis=0), 1e-6)
        model = LogisticRegression(C=0.1, max_iter=500)
        model.fit(margins * scale, target, sample_weight=weights)
        found = _by_class(model, scale, len(SENTIMENTS))
        read = np.zeros((len(COLUMNS) + 1, len(SENTIMENTS)))
        read[:VARIETIES_AT], read[-1] = found[:-1], found[-1]
        return read


def thresholds(scores, target, languages, civil):
    """A threshold for each language that has rows enough, and one for all.

    `civil` marks complaints and criticism without an insult: whatever else it costs, few of them
    may be flagged.
    """
    found = {ANY: _threshold(scores, target, civil) or 0.5}
    for language in sorted(set(languages.tolist())):
        chosen = languages == language
        one = _threshold(scores[chosen], target[chosen], civil[chosen])
        if language and one:
            found[language] = one
    return found


def _threshold(scores, target, civil):
    """From which score a label counts, so that both answers are told best."""
    if not len(target) or min(np.bincount(target, minlength=2)) < _LEAST:
        return None
    figures = [f1_score(target, scores >= place, average="macro") for place in _PLACES]
    least = np.quantile(scores[civil], 1 - _WRONGED) if civil.sum() >= _LEAST else 0
    return round(max(float(_PLACES[int(np.argmax(figures))]), float(least)), 2)


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
