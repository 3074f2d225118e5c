"""How often each row was there before, for a million rows in a few megabytes."""

from array import array

GROW_AT = 0.6


class Seen:
    """Counts keys of sixteen bytes; keeps eight of each, in a table of its own."""

    def __init__(self, size=1 << 16):
        self.keys, self.counts = array("Q", bytes(8 * size)), array("I", bytes(4 * size))
        self.filled = 0

    def count(self, key):
        """One more of this key; gives which one it is, from 1."""
        if self.filled > GROW_AT * len(self.keys):
            self.grow()
        number = int.from_bytes(key[:8], "little") or 1
        slot = self.slot(number)
        if not self.keys[slot]:
            self.keys[slot] = number
            self.filled += 1
        self.counts[slot] += 1
        return self.counts[slot]

    def slot(self, number):
        slot, mask = number & (len(self.keys) - 1), len(self.keys) - 1
        while self.keys[slot] and self.keys[slot] != number:
            slot = (slot + 1) & mask
        return slot

    def grow(self):
        keys, counts = self.keys, self.counts
        self.__init__(2 * len(keys))
        for number, count in zip(keys, counts, strict=True):
            if number:
                slot = self.slot(number)
                self.keys[slot], self.counts[slot] = number, count
                self.filled += 1
