"""A team's layer: a few thousand weights that are added to what the shipped model says."""

from io import BytesIO

import numpy as np

from app.classifier.features import SIZE


class TeamLayer:
    """What the team's decisions add to the log odds of each label; nothing where they have nothing to say."""

    def __init__(self, version, labels, numbers, values):
        self.version, self.labels = version, tuple(labels)
        self._values = np.vstack([np.zeros(len(labels), np.float32), values]).astype(np.float32)
        # A row for each letter group there is: looked up for every one that a comment has.
        self._rows = np.zeros(SIZE, np.int32)
        self._rows[numbers] = np.arange(1, len(numbers) + 1)
        self._last = (None, None)

    def add(self, label, found):
        """What is added to each text's log odds."""
        return self._sums(found)[:, self.labels.index(label)]

    def weights(self, label, numbers):
        """What letter groups weigh for a label, to say which words weighed."""
        return self._values[:, self.labels.index(label)][self._rows[numbers]]

    def _sums(self, found):
        """For every text and label; kept for the other labels of the same texts."""
        last, sums = self._last
        if last is not found:
            rows = self._rows[found.numbers]
            hit = np.flatnonzero(rows)
            texts, values = found.texts[hit], self._values[rows[hit]]
            heads = [np.bincount(texts, each, minlength=found.count) for each in values.T]
            sums = np.stack(heads, axis=1) / found.lengths()[:, None]
            self._last = found, sums
        return sums


def written(labels, numbers, values):
    """The bytes that a layer is kept as; no pickle in them."""
    out = BytesIO()
    np.savez_compressed(
        out,
        labels=np.array(labels),
        numbers=np.asarray(numbers, np.int32),
        values=np.asarray(values, np.float32),
    )
    return out.getvalue()


def read(version, stored):
    with np.load(BytesIO(stored), allow_pickle=False) as arrays:
        parts = (arrays["labels"].tolist(), arrays["numbers"], arrays["values"])
    return TeamLayer(version, *parts)
