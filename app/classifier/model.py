"""The model that ships: how sure it is of each label for a text, and which words made it so."""

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

import numpy as np

from app.classifier.columns import HEADS
from app.classifier.explain import reasons
from app.classifier.features import SIZE, features
from app.classifier.labels import LABELS, SENTIMENTS, flagged
from app.classifier.language import language_of
from app.classifier.normalise import fold

SHIPPED = Path(__file__).parent / "shipped"
FILES = ("model.json", "model.npz", "language.bin", "thresholds.json")
_AT_ONCE = 100  # texts: larger arrays are no faster, and leave tens of megabytes behind
_SILENT = [*[-7.0] * len(LABELS), 0.0, 3.0, 0.0]  # neither happy nor unhappy


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
        weights, rows, steps = arrays["weights"], arrays["rows"], arrays["steps"]
    places = np.zeros(SIZE, np.int32)
    places[rows] = np.arange(1, len(rows) + 1)
    meta = json.loads(files[0]) | {"thresholds": json.loads(files[3])}
    return Model(weights, places, steps, meta, fingerprint(*files))


def fingerprint(*files):
    """A name for what decides a score: what was learned, how it is read, and from where it counts."""
    return hashlib.sha256(b"".join(files)).hexdigest()[:12]


class Model:
    """Learned weights behind one narrow door."""

    def __init__(self, weights, places, steps, meta, version, layer=None):
        self._weights, self._places, self._steps = weights, places, steps
        self._meta, self._layer = meta, layer
        self.thresholds = meta["thresholds"]  # those that it was learned with
        self._gate, self._readings = np.array(meta["gate"]), np.array(meta["readings"])
        self.shipped_version = version
        self.version = f"{version}+{layer.version}" if layer else version

    def under(self, layer):
        """The same with a team's layer: what it learned is added to what ships."""
        known = (self._weights, self._places, self._steps, self._meta)
        return Model(*known, self.shipped_version, layer)

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
        return reasons(self, [text], [[label]], most)[0][label]

    def reasons(self, texts, scores, most=6, thresholds=None, languages=None):
        """For each text, the parts that weighed for each label that its scores flag."""
        spoken = languages or [None] * len(scores)
        up = [
            flagged(each, thresholds, language)
            for each, language in zip(scores, spoken, strict=True)
        ]
        parts = [slice(at, at + _AT_ONCE) for at in _starts(texts)]
        return [each for part in parts for each in reasons(self, texts[part], up[part], most)]

    def weighed(self, found, wanted):
        """For each label, what each distinct letter group says for it in the texts of which it is wanted."""
        texts, numbers = found.distinct
        rows = self._weights.take(self._places.take(numbers), axis=0)
        mixed = self._mixed(found)[:, :-1] * self._steps[:, None]
        asked = [name for name in LABELS if any(name in labels for labels in wanted)]
        values = {name: np.zeros(len(texts)) for name in asked}
        edges = np.searchsorted(texts, np.arange(found.count + 1))
        for place, labels in enumerate(wanted):
            here = slice(edges[place], edges[place + 1])
            said = rows[here] @ mixed[place][:, [HEADS.index(name) for name in labels]]
            for name, one in zip(labels, said.T, strict=True):
                values[name][here] = one
        for name in set(asked) & set(self._layer.labels if self._layer else ()):
            values[name] += self._layer.weights(name, numbers)
        return values

    def _mixed(self, found):
        """For each text, how its columns are read."""
        return np.tensordot(shares(self._sums(found), self._gate), self._readings, 1)

    def _look(self, texts):
        margins, found, spoken = self._found(texts)
        if self._layer:
            for name in self._layer.labels:
                margins[:, HEADS.index(name)] += self._layer.add(name, found)
        sure = _odds(margins[:, : len(LABELS)])
        moods = softmax(margins[:, len(LABELS) :]).round(4).tolist()
        return [
            Look(
                dict(zip(LABELS, one, strict=True)), dict(zip(SENTIMENTS, mood, strict=True)), *how
            )
            for one, mood, how in zip(sure, moods, spoken, strict=True)
        ]

    def _found(self, texts):
        found = features([fold(text) for text in texts])
        sums = self._sums(found)
        spoken = [language_of(text) for text in texts]
        read = self._read(sums)
        read[~sums.any(axis=1)] = _SILENT  # no letter, no word: nothing is said
        return read, found, spoken

    def _sums(self, found):
        return found.sums(self._weights, self._places) * self._steps

    def _read(self, sums):
        """The log odds that sums stand for, by how much of each variety there is in a text."""
        parts = shares(sums, self._gate)
        heard = np.einsum("nc,vch->nvh", sums, self._readings[:, :-1]) + self._readings[:, -1]
        return np.einsum("nv,nvh->nh", parts, heard)


def _starts(texts):
    return range(0, len(texts), _AT_ONCE)


def _odds(margins):
    return (1 / (1 + np.exp(-np.clip(margins, -30, 30)))).round(4).tolist()


def shares(margins, gate):
    """How much of each variety there is in each text; together they make 1."""
    return softmax(margins @ gate[:-1] + gate[-1])


def softmax(margins):
    raised = np.exp(margins - margins.max(axis=1, keepdims=True, initial=-1e9))
    return raised / raised.sum(axis=1, keepdims=True)
