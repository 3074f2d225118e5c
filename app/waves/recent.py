"""The sketches of what came lately, in the memory of one worker: found by their keys in sorted rows."""

from dataclasses import dataclass

import numpy as np

from app.waves.likeness import KEYS, SKETCH, likeness

MOST = 200_000  # sketches kept at hand: 30 MB
CROWD = 64  # of one key: what thousands share, a greeting, tells nothing
GROWTH = 4  # rows of sketches are joined when the older is less than so many times longer


class Row:
    """Some sketches, and their keys in order."""

    def __init__(self, sketches):
        self.sketches = sketches
        keys = sketches["keys"].ravel()
        order = np.argsort(keys, kind="stable").astype(np.int32)
        self.keys, self.places = keys[order], order // KEYS

    def __len__(self):
        return len(self.sketches)

    def met(self, asked):
        """(place asked, place here) of everything that shares a key, each pair once."""
        keys = asked["keys"].ravel()
        first = np.searchsorted(self.keys, keys, "left")
        many = np.minimum(np.searchsorted(self.keys, keys, "right") - first, CROWD)
        ask = np.repeat(np.arange(len(keys)) // KEYS, many)
        within = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
        here = self.places[np.repeat(first, many) + within]
        pairs = np.unique(ask.astype(np.int64) * len(self) + here) if len(here) else here
        return pairs // max(1, len(self)), pairs % max(1, len(self))


class Recent:
    """Rows of sketches; `seen` is the last slice of the database that is in them."""

    def __init__(self):
        self.rows, self.seen = [], 0

    def __len__(self):
        return sum(map(len, self.rows))

    def add(self, sketches):
        """Keep more at hand; few long rows are searched faster than many short ones."""
        if not len(sketches):
            return
        self.rows.append(Row(sketches))
        while len(self.rows) > 1 and len(self.rows[-2]) < GROWTH * len(self.rows[-1]):
            last, before = self.rows.pop(), self.rows.pop()
            self.rows.append(Row(np.concatenate([before.sketches, last.sketches])))

    def matches(self, asked, reach):
        """What each asked sketch says nearly the same as: among these, and among those asked before it."""
        found = [Pairs.of(asked, row.sketches, *row.met(asked), reach) for row in self.rows]
        own = Row(asked)
        ask, here = own.met(asked)
        earlier = here < ask
        found.append(Pairs.of(asked, asked, ask[earlier], here[earlier], reach))
        return best(found)


@dataclass(frozen=True)
class Pairs:
    """Who says nearly the same as whom: place asked, the other's number, how far above the least, how like."""

    ask: np.ndarray
    other: np.ndarray
    over: np.ndarray
    like: np.ndarray

    @classmethod
    def of(cls, asked, sketches, ask, here, reach):
        others = sketches[here]
        over, like = likeness(asked[ask], others)
        near = (over >= 0) & (np.abs(asked["id"][ask] - others["id"]) <= reach)
        near &= asked["id"][ask] != others["id"]
        return cls(ask[near], others["id"][near], over[near], like[near])


def best(found):
    """{place asked: (number of the one most like it, how like)}; of equals the oldest."""
    ask, other, over, like = (
        np.concatenate([getattr(pairs, name) for pairs in found])
        for name in ("ask", "other", "over", "like")
    )
    order = np.lexsort((other, -over, ask))
    first = order[np.unique(ask[order], return_index=True)[1]]
    return {
        int(place): (int(number), float(share))
        for place, number, share in zip(ask[first], other[first], like[first], strict=True)
    }


def packed(sketches):
    return sketches.tobytes()


def unpacked(data):
    return np.frombuffer(bytes(data), SKETCH)
