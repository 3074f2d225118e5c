"""A process of its own that learns one layer: `python -m app.classifier.learning.trainer` reads a lesson as JSON
on its input and writes what it learned as JSON on its output; what it loads ends with it."""

import base64
import json
import sys
from zlib import crc32

import numpy as np

from app.classifier.learning import judging
from app.classifier.learning.anchors import seed
from app.classifier.learning.fitting import fit, matrix, rows_of
from app.classifier.learning.layer import read, written
from app.classifier.model import load
from app.lib.text import normalise

FOLDS = 5
HELD = (3.0, 1.0, 0.3)  # how dear it is to move a sentence that ships
CLOSE = 0.01  # decisions: less than that is no difference


def main():
    lesson = json.load(sys.stdin)
    json.dump(learn(lesson), sys.stdout)


def learn(lesson):
    """What one training gives: its outcome, its figures, and the layer as bytes."""
    work = Training(lesson)
    found = [work.judged(held) for held in HELD]
    kept = [one for one in found if not judging.forgets(one["figures"]["tests"])] or found
    most = max(right(one) for one in kept)
    # Of those that do about as well, the first: it is held closer to what shipped.
    return next(one for one in kept if right(one) >= (1 - CLOSE) * most)


def right(one):
    """How many decisions, unseen by it, a layer gets right."""
    return sum(after for _, _, after in one["figures"]["decisions"].values())


class Training:
    """The rows of one lesson; every decision is judged by a layer that did not see it."""

    def __init__(self, lesson):
        self.model, self.thresholds = load(), lesson["thresholds"]
        current = lesson.get("current")
        self.now = self.model.under(read("now", unpacked(current))) if current else self.model
        self.decisions, self.month = lesson["decisions"], lesson["month"]
        self.texts = [each["text"] for each in self.decisions]
        self.said = [each["said"] for each in self.decisions]
        self.folds = np.array([fold_of(text) for text in self.texts], dtype=int)
        self.team = rows_of(self.model, self.texts, self.said)
        learned, self.tests = seed()
        self.anchors = matrix([each.text for each in learned])

    def judged(self, held):
        """The layer held so hard to what shipped, and how it compares with what is in force."""
        layer = fit(self.team, self.anchors, held)
        under = self.under(layer)
        apart = [
            self.under(fit(self.team.take(self.folds != fold), self.anchors, held))
            for fold in range(FOLDS)
        ]
        decisions = self.on_decisions(apart)
        tests = self.on_tests(under)
        figures = {"decisions": decisions, "tests": tests, "month": self.on_month(under, apart)}
        figures |= {"taught": len(self.texts), "held": held, "labels": layer[0]}
        return {
            "state": judging.outcome(decisions, tests),
            "figures": figures,
            "shipped": self.model.shipped_version,
            "weights": base64.b64encode(written(*layer)).decode(),
        }

    def under(self, layer):
        return self.model.under(read("new", written(*layer)))

    def on_decisions(self, apart):
        """Only decisions that what is in force has not learned from: else it would be judged by what it knows."""
        new = [at for at, each in enumerate(self.decisions) if each["new"]]
        before = self.flags(self.now, [self.texts[at] for at in new])
        after = [None] * len(new)
        for fold, model in enumerate(apart):
            chosen = [place for place, at in enumerate(new) if self.folds[at] == fold]
            seen = self.flags(model, [self.texts[new[place]] for place in chosen])
            for place, one in zip(chosen, seen, strict=True):
                after[place] = one
        return judging.on_decisions([self.said[at] for at in new], before, after)

    def on_tests(self, under):
        texts = [each.text for each in self.tests]
        return judging.on_tests(self.tests, self.flags(self.model, texts), self.flags(under, texts))

    def on_month(self, under, apart):
        texts = [each["text"] for each in self.month]
        known = dict(zip(self.texts, self.folds.tolist(), strict=True))
        after = self.flags(under, texts)
        for fold, model in enumerate(apart):
            chosen = [at for at, text in enumerate(texts) if known.get(text) == fold]
            seen = self.flags(model, [texts[at] for at in chosen])
            for at, one in zip(chosen, seen, strict=True):
                after[at] = one
        return judging.on_month(self.month, self.flags(self.now, texts), after)

    def flags(self, model, texts):
        return judging.flags(model.look(texts), self.thresholds)


def fold_of(text):
    """Decided by the text alone, so that near copies and every day agree."""
    return crc32(normalise(text).encode()) // FOLDS % FOLDS


def unpacked(text):
    return base64.b64decode(text)


if __name__ == "__main__":
    main()
