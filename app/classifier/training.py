"""Learn every head from the public sets and the seed rows, and write the very same bytes each time."""

from collections import Counter

import numpy as np

from app.classifier.columns import COLUMNS, VARIETIES, variety_of
from app.classifier.features import SIZE
from app.classifier.fitting import fit, matrix
from app.classifier.labels import LABELS, SENTIMENTS
from app.classifier.language import language_of, use
from app.classifier.lessons import known_for, weigh
from app.classifier.readings import Reading, thresholds
from app.classifier.storing import json_bytes, packed, stored
from app.classifier.swaps import copies_of
from app.classifier.tongues import learn_languages

_FOLDS = 3
CIVIL = ("complaint", "criticism")


def train(examples, say=lambda line: None, everything=False):
    """The files of a model, by name, from what is not held back; or from that too, once it is judged."""
    seen = [each for each in examples if not each.held_back]
    languages = learn_languages(seen)
    use(languages)
    rows = list(examples) if everything else seen
    lesson = Lesson(rows)
    weights = np.zeros((SIZE, len(COLUMNS)), np.float32)
    for place, column in enumerate(COLUMNS):
        weights[:, place] = lesson.learn(place)
        say(f"{column}: {np.count_nonzero(weights[:, place]):,} weights")
    reading = lesson.reading()
    meta = {
        "columns": list(map(str, COLUMNS)),
        "letter_groups": SIZE,
        **reading.as_lists(),
        "rows": dict(sorted(Counter(each.set for each in rows).items())),
    }
    return {
        "model.json": json_bytes(meta),
        "model.npz": stored(packed(weights, coarse=len(VARIETIES))),
        "language.bin": languages,
        "thresholds.json": json_bytes(lesson.thresholds(reading)),
    }


class Lesson:
    """The rows of one training, and what each column makes of those it did not learn from."""

    def __init__(self, rows):
        copies = [(copy, at) for at, each in enumerate(rows) for copy in copies_of(each)]
        self.rows = [*rows, *(copy for copy, _ in copies)]
        self.folds = np.array([*range(len(rows)), *(at for _, at in copies)], dtype=int) % _FOLDS
        self.found = matrix([each.text for each in self.rows])
        self.spoken = [language_of(each.text) for each in rows]
        self.margins = np.zeros((len(rows), len(COLUMNS)))

    def learn(self, place):
        """Weights of every letter group for one column; all zero where nobody taught it."""
        column = COLUMNS[place]
        known, target = known_for(column, self.rows)
        weights = weigh([self.rows[at] for at in known], column.head)
        quick = column.head in VARIETIES  # easy to tell: no need to try hard
        for number in range(_FOLDS):
            others = self.folds[known] != number
            apart = _fit(self.found[known[others]], target[others], weights[others], quick)
            held = np.flatnonzero(self.folds[: len(self.margins)] == number)
            self.margins[held, place] = self.found[held] @ apart
        return _fit(self.found[known], target, weights, quick)

    def reading(self):
        reading = Reading(self.margins)
        reading.learn_varieties(*self._varieties())
        for head in LABELS:
            reading.learn(head, *self._truth(head))
        moods = [(known, target) for known, target in map(self._truth, SENTIMENTS)]
        known = moods[0][0]
        reading.learn_moods(known, np.argmax([target for _, target in moods], axis=0))
        return reading

    def thresholds(self, reading):
        languages, found = np.array([language for language, _ in self.spoken]), {}
        for head in LABELS:
            known, target = self._truth(head)
            scores = 1 / (1 + np.exp(-reading.odds(head)[known]))
            found[head] = thresholds(scores, target, languages[known], self._civil(head, known))
        return found

    def _civil(self, head, known):
        """Which of these rows complain or criticise without any insult: never to be called toxic."""
        rows = [self.rows[at] for at in known]
        toxic = LABELS[head].signal == "toxic"
        return np.array(
            [toxic and each.theme in CIVIL and not each.labels["toxic"] for each in rows]
        )

    def _varieties(self):
        """The rows whose variety is known, and which it is."""
        rows = self.rows[: len(self.margins)]
        names = [(at, variety_of(each)) for at, each in enumerate(rows)]
        found = [(at, VARIETIES.index(name)) for at, name in names if name]
        return np.array(found, dtype=int).reshape(-1, 2).T

    def _truth(self, head):
        """The rows whose answer people gave, and no copy of them."""
        key = "sentiment" if head in SENTIMENTS else head
        rows = self.rows[: len(self.margins)]
        known = [at for at, each in enumerate(rows) if key in each.labels]
        answers = [rows[at].labels[key] for at in known]
        if head in SENTIMENTS:
            answers = [answer == head for answer in answers]
        return np.array(known, dtype=int), np.array(answers, dtype=int)


def _fit(found, target, weights, quick):
    if len(set(target.tolist())) < 2:
        return np.zeros(SIZE, np.float32)
    return fit(found, target, weights, quick)
