"""The seed rows that keep a layer from forgetting: some that it shall not move, the held-back ones to be tested on."""

from app.classifier.examples import read_seed

MOST = 6_000


def seed():
    """(anchors, tests): the second were never learned from, by the shipped model either."""
    rows = read_seed()
    learned = [each for each in rows if not each.held_back]
    step = max(1, len(learned) // MOST)
    return learned[::step][:MOST], [each for each in rows if each.held_back]
