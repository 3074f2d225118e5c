"""The seed rows that keep a layer from forgetting: some to learn beside, the held-back ones to be tested on."""

from app.classifier.examples import read_seed
from app.classifier.labels import LABELS

REPLAYED = 6_000


def seed():
    """(to replay, to test on): the second was never learned from, by the shipped model either."""
    rows = read_seed()
    learned = [each for each in rows if not each.held_back]
    step = max(1, len(learned) // REPLAYED)
    return learned[::step][:REPLAYED], [each for each in rows if each.held_back]


def said_of(example):
    return {name: (example.labels[name], 1.0) for name in LABELS if name in example.labels}
