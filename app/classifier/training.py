"""Learn every head from the public sets and the seed rows, and write the very same bytes each time."""

from collections import Counter

import numpy as np

from app.classifier.features import SIZE
from app.classifier.fitting import fit, matrix
from app.classifier.labels import LABELS, SENTIMENTS
from app.classifier.language import group_of, language_of, use
from app.classifier.readings import Reading, thresholds
from app.classifier.storing import json_bytes, stored
from app.classifier.tongues import learn_languages

HEADS = (*LABELS, *SENTIMENTS)
_MOST = 8_000  # a set counts as its rows, up to this many
_SEED = 4_000  # the seed rows together: few, but the ones that draw our line
_FOLDS = 3


def train(examples, say=lambda line: None):
    """The files of a model, by name, from what is not held back."""
    rows = [each for each in examples if not each.held_back]
    languages = learn_languages(rows)
    use(languages)
    lesson = Lesson(rows)
    weights = np.zeros((SIZE, len(HEADS)), np.float32)
    for place, head in enumerate(HEADS):
        say(head)
        weights[:, place] = lesson.learn(head)
    meta = {
        "heads": list(HEADS),
        "letter_groups": SIZE,
        "readings": lesson.reading().as_lists(),
        "rows": dict(sorted(Counter(each.set for each in rows).items())),
    }
    return {
        "model.json": json_bytes(meta),
        "model.npz": stored(_in_steps(weights)),
        "language.bin": languages,
        "thresholds.json": json_bytes(lesson.thresholds()),
    }


class Lesson:
    """The rows of one training, and what each head makes of those it did not learn from."""

    def __init__(self, rows):
        self.rows = rows
        self.found = matrix([each.text for each in rows])
        spoken = [language_of(each.text) for each in rows]
        self.languages = np.array([language for language, _ in spoken])
        self.groups = [group_of(*each) or "other" for each in spoken]
        self.folds = np.arange(len(rows)) % _FOLDS
        self.margins = np.zeros((len(rows), len(HEADS)))

    def learn(self, head):
        """Weights of every letter group for one head; all zero where nobody taught it."""
        known, target = self.known(head)
        if len(set(target.tolist())) < 2:
            return np.zeros(SIZE, np.float32)
        found, weights = self.found[known], weigh([self.rows[at] for at in known], target)
        final = fit(found, target, weights)
        for number in range(_FOLDS):
            held = self.folds[known] == number
            apart = fit(found[~held], target[~held], weights[~held])
            everywhere = self.folds == number
            self.margins[everywhere, HEADS.index(head)] = self.found[everywhere] @ apart
        return final

    def known(self, head):
        """The rows that say something of a head, and what."""
        key = "sentiment" if head in SENTIMENTS else head
        known = [at for at, each in enumerate(self.rows) if key in each.labels]
        answers = [self.rows[at].labels[key] for at in known]
        if head in SENTIMENTS:
            answers = [answer == head for answer in answers]
        return np.array(known, dtype=int), np.array(answers, dtype=int)

    def reading(self):
        reading = Reading(HEADS, self.groups)
        for place, head in enumerate(LABELS):
            known, target = self.known(head)
            taught = len(set(target.tolist())) == 2
            reading.learn(head, self.margins[:, place], known, target if taught else target[:0])
        known = [at for at, each in enumerate(self.rows) if "sentiment" in each.labels]
        moods = [SENTIMENTS.index(self.rows[at].labels["sentiment"]) for at in known]
        reading.learn_moods(self.margins[:, len(LABELS) :], known, np.array(moods, dtype=int))
        self._read = reading
        return reading

    def thresholds(self):
        found = {}
        for place, head in enumerate(LABELS):
            known, target = self.known(head)
            scores = 1 / (1 + np.exp(-self._odds(place)[known]))
            found[head] = thresholds(scores, target, self.languages[known])
        return found

    def _odds(self, place):
        odds, groups = np.zeros(len(self.rows)), np.array(self.groups)
        for name, read in self._read.matrices.items():
            chosen = groups == name
            odds[chosen] = self.margins[chosen] @ read[:-1, place] + read[-1, place]
        return odds


def weigh(rows, target):
    """Each set as strong as its size, up to a limit, and half of that for each answer."""
    sets = np.array([each.set for each in rows])
    weights = np.zeros(len(target))
    for name in sorted(set(sets)):
        strength = _SEED if name == "seed" else min((sets == name).sum(), _MOST)
        for side in (0, 1):
            chosen = (sets == name) & (target == side)
            weights[chosen] = strength / 2 / max(chosen.sum(), 1)
    return weights


def _in_steps(weights):
    """A byte a weight: nothing lost that a score would show."""
    steps = np.maximum(np.quantile(np.abs(weights), 0.99999, axis=0), 1e-6) / 127
    counts = np.clip(np.rint(weights / steps), -127, 127).astype(np.int8)
    return {"weights": counts, "steps": steps.astype(np.float32)}
