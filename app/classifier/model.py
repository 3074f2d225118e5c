"""The model that ships: how sure it is of each label for a text, and which words made it so."""

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

import numpy as np

from app.classifier.explain import reasons
from app.classifier.features import features, fold
from app.classifier.labels import LABELS, SENTIMENTS, flagged
from app.classifier.language import group_of, language_of

SHIPPED = Path(__file__).parent / "shipped"
FILES = ("model.json", "model.npz", "language.bin", "thresholds.json")
HEADS = (*LABELS, *SENTIMENTS)
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Look:
    """All that one look at a text tells."""

    scores: dict
    sentiments: dict
    language: str
    script: str

    @property
    def sentiment(self):
        """The likeliest of neg, neu and pos."""
        return max(self.sentiments, key=self.sentiments.get)


@cache
def load(folder=SHIPPED):
    """The model of a folder, read once."""
    files = [(folder / name).read_bytes() for name in FILES]
    with np.load(BytesIO(files[1]), allow_pickle=False) as arrays:
        weights, steps = arrays["weights"], arrays["steps"]
    return Model(weights, steps, json.loads(files[0])["readings"], fingerprint(*files))


def fingerprint(*files):
    """A name for what decides a score: what was learned, how it is read, and from where it counts."""
    return hashlib.sha256(b"".join(files)).hexdigest()[:12]


class Model:
    """Learned weights behind one narrow door."""

    def __init__(self, weights, steps, readings, version, layer=None):
        self.weights, self._steps = weights, steps  # a row a letter group, a column a head
        self._readings, self._layer = readings, layer
        self._matrices = {name: np.array(each, np.float32) for name, each in readings.items()}
        self.shipped_version = version
        self.version = f"{version}+{layer.version}" if layer else version

    def under(self, layer):
        """The same with a team's layer: what it learned is added to what ships."""
        return Model(self.weights, self._steps, self._readings, self.shipped_version, layer)

    def score(self, texts):
        """For each text, how sure the model is of each label, 0 to 1."""
        return [each.scores for each in self.look(texts)]

    def sentiments(self, texts):
        """For each text, how sure the model is of neg, neu and pos; together they make 1."""
        return [each.sentiments for each in self.look(texts)]

    def logits(self, texts):
        """For each label the log odds of each text, before a team's layer."""
        texts = list(texts)
        parts = [self._found(texts[at : at + _AT_ONCE])[0] for at in _starts(texts)]
        found = np.concatenate([np.empty((0, len(HEADS))), *parts])
        return {name: found[:, place] for place, name in enumerate(LABELS)}

    def look(self, texts):
        """Scores, sentiment, language and script of each text, in one pass."""
        texts = list(texts)
        return [each for at in _starts(texts) for each in self._look(texts[at : at + _AT_ONCE])]

    def explain(self, text, label, most=6):
        """(start, end, weight 0..1) of the parts of the text that weighed, in reading order."""
        return reasons(self, [text], label, most)[0]

    def reasons(self, texts, scores, most=6, thresholds=None, languages=None):
        """For each text, the parts that weighed for each label that its scores flag."""
        spoken = languages or [None] * len(scores)
        up = [
            flagged(each, thresholds, language)
            for each, language in zip(scores, spoken, strict=True)
        ]
        found = [{} for _ in texts]
        for label in LABELS:
            chosen = [place for place, names in enumerate(up) if label in names]
            spans = reasons(self, [texts[place] for place in chosen], label, most)
            for place, span in zip(chosen, spans, strict=True):
                found[place][label] = span
        return found

    def weighed(self, label, found):
        """What each letter group that was found says for a label."""
        reading = self._matrices["other"][:-1, HEADS.index(label)] * self._steps
        values = self.weights[found.numbers].astype(np.float32) @ reading
        if self._layer and label in self._layer.labels:
            values = values + self._layer.weights(label)[found.numbers]
        return values

    def _look(self, texts):
        margins, found, spoken = self._found(texts)
        if self._layer:
            for name in self._layer.labels:
                margins[:, HEADS.index(name)] += self._layer.add(name, found)
        sure = _odds(margins[:, : len(LABELS)])
        moods = _shares(margins[:, len(LABELS) :])
        return [
            Look(
                dict(zip(LABELS, one, strict=True)), dict(zip(SENTIMENTS, mood, strict=True)), *how
            )
            for one, mood, how in zip(sure, moods, spoken, strict=True)
        ]

    def _found(self, texts):
        found = features([fold(text) for text in texts])
        sums = found.sums(self.weights) * self._steps
        spoken = [language_of(text) for text in texts]
        return self._read(sums, [group_of(*each) for each in spoken]), found, spoken

    def _read(self, sums, groups):
        """The log odds that sums stand for in each group of languages; every head hears the others."""
        read = np.empty((len(groups), len(HEADS)))
        groups = np.array([each if each in self._matrices else "other" for each in groups])
        for name in set(groups.tolist()):
            chosen, matrix = groups == name, self._matrices[name]
            read[chosen] = sums[chosen] @ matrix[:-1] + matrix[-1]
        return read


def _starts(texts):
    return range(0, len(texts), _AT_ONCE)


def _odds(margins):
    return (1 / (1 + np.exp(-np.clip(margins, -30, 30)))).round(4).tolist()


def _shares(margins):
    raised = np.exp(margins - margins.max(axis=1, keepdims=True, initial=-1e9))
    return (raised / raised.sum(axis=1, keepdims=True)).round(4).tolist()
