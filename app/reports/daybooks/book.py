"""A daybook: the comments of one day by everything they are counted by, as rows of bits.

A comment is a place in the day, and every value (a tag, a channel, a mood) is a number whose bits are the places it
holds for. Any question of tags, places, labels and states is then a few ANDs and ORs, and its answer is exact.
"""

import json
import struct
from array import array
from dataclasses import dataclass, field

HEAD = struct.Struct("<I")
SPANS = ("answer", "worked", "resolve", "hide")


@dataclass
class Daybook:
    """`bits[kind][key]` says which comments; `spans[name]` is (places, seconds) of what took time."""

    size: int = 0
    bits: dict = field(default_factory=dict)
    spans: dict = field(default_factory=dict)

    @property
    def all(self):
        return (1 << self.size) - 1

    def of(self, kind, key):
        return self.bits.get(kind, {}).get(key, 0)

    def any_of(self, kind, keys):
        found, known = 0, self.bits.get(kind, {})
        for key in keys:
            found |= known.get(key, 0)
        return found

    def every(self, kind):
        return self.any_of(kind, self.bits.get(kind, {}))

    def seconds(self, name, mask):
        """How long it took, of each comment that the mask holds."""
        places, seconds = self.spans.get(name, ((), ()))
        if not places or not mask:
            return []
        # one text of noughts and ones: shifting the whole number for each place would cost more than all the rest
        held = f"{mask:0{max(places) + 1}b}"[::-1]
        return [second for place, second in zip(places, seconds, strict=True) if held[place] == "1"]


def packed(book):
    """A daybook as bytes."""
    index, parts = {}, []
    for kind, values in book.bits.items():
        entries = index[kind] = []
        for key, bits in values.items():
            part = bits.to_bytes((bits.bit_length() + 7) // 8, "little")
            entries.append((key, len(part)))
            parts.append(part)
    spans = []
    for name, (places, seconds) in book.spans.items():
        spans.append((name, len(places)))
        parts += [array("I", places).tobytes(), array("d", seconds).tobytes()]
    head = json.dumps([book.size, index, spans], ensure_ascii=False, separators=(",", ":")).encode()
    return b"".join([HEAD.pack(len(head)), head, *parts])


def unpacked(data):
    """The daybook of what `packed` wrote."""
    end = HEAD.size + HEAD.unpack_from(data)[0]
    size, index, spans = json.loads(data[HEAD.size : end])
    book, at, read = Daybook(size), end, int.from_bytes
    for kind, entries in index.items():
        values = book.bits[kind] = {}
        for key, length in entries:
            values[key] = read(data[at : at + length], "little")
            at += length
    for name, number in spans:
        places, seconds = array("I"), array("d")
        places.frombytes(data[at : at + 4 * number])
        at += 4 * number
        seconds.frombytes(data[at : at + 8 * number])
        at += 8 * number
        book.spans[name] = (places, seconds)
    return book


def numbered(places):
    """The number whose bits are these places."""
    if not places:
        return 0
    held = bytearray(max(places) // 8 + 1)
    for place in places:
        held[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(held, "little")
