"""The model that ships: how sure it is of each label for a text, and which words made it so."""

import hashlib
import json
from functools import cache
from io import BytesIO
from pathlib import Path

import numpy as np

from app.classifier import rules
from app.classifier.cues import QUESTION, QUESTION_FIRST, URGENT
from app.classifier.explain import reasons
from app.classifier.features import features, fold
from app.classifier.labels import LABELS, flagged
from app.classifier.language import group_of, language_of

SHIPPED = Path(__file__).parent / "shipped"
FILES = ("toxic.json", "toxic.npz", "language.bin")


@cache
def load(folder=SHIPPED):
    """The model of a folder, read once."""
    meta, stored, languages = ((folder / name).read_bytes() for name in FILES)
    with np.load(BytesIO(stored), allow_pickle=False) as arrays:
        weights = {name: arrays[name].astype(np.float32) for name in arrays.files}
    return Model(weights, json.loads(meta)["calibration"], fingerprint(meta, stored, languages))


def fingerprint(*files):
    """A name for what decides a score: what was learned, the rules' cues and the thresholds."""
    thresholds = repr([(label.name, label.threshold) for label in LABELS.values()])
    cues = repr((QUESTION, QUESTION_FIRST, URGENT))
    parts = [*files, thresholds.encode(), cues.encode()]
    return hashlib.sha256(b"".join(parts)).hexdigest()[:12]


class Model:
    """Learned weights and rules of thumb behind one narrow door."""

    def __init__(self, weights, calibration, version):
        self.weights, self.version = weights, version
        self._calibration = calibration

    def score(self, texts):
        """For each text, how sure the model is of each label, 0 to 1."""
        texts = list(texts)
        learned = {name: self._learned(name, texts) for name in self.weights} if texts else {}
        words = [rules.words_of(text) for text in texts]
        return [
            {
                name: round(float(label.rule.score(words[place])), 4)
                if label.rule
                else round(float(learned[name][place]), 4)
                for name, label in LABELS.items()
            }
            for place in range(len(texts))
        ]

    def explain(self, text, label, most=6):
        """(start, end, weight 0..1) of the parts of the text that weighed, in reading order."""
        return reasons(self, [text], label, most)[0]

    def reasons(self, texts, scores, most=6):
        """For each text, the parts that weighed for each label that its scores flag."""
        found = [{} for _ in texts]
        for label in LABELS:
            chosen = [place for place, each in enumerate(scores) if label in flagged(each)]
            spans = reasons(self, [texts[place] for place in chosen], label, most)
            for place, span in zip(chosen, spans, strict=True):
                found[place][label] = span
        return found

    def _learned(self, name, texts):
        margins = features([fold(text) for text in texts]).sums(self.weights[name])
        groups = [group_of(*language_of(text)) for text in texts]
        known = self._calibration[name]
        slopes, offsets = np.array([known.get(group, known["other"]) for group in groups]).T
        return 1 / (1 + np.exp(-(margins * slopes + offsets)))
