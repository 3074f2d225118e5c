"""A text as the numbers of its letter groups and words: hashed, so that no word is ever stored."""

import re
from dataclasses import dataclass

import numpy as np

from app.classifier.skeleton import SKELETON, digraphs
from app.lib.text import normalise

SIZE = 1 << 19
LONGEST = 2_000  # letters read of one comment

_ADDRESS = re.compile(r"https?://\S+|www\.\S+|\burl\b")
_MENTION = re.compile(r"@[\w.]+")
_REPEATED = re.compile(r"(\D)\1+")
_TOKEN = re.compile(r"\w+|[^\w\s]+")
SPACED = re.compile(r"(?<!\w)\w(?:[ .\-_*]{1,2}\w){3,}(?!\w)")
_BETWEEN = re.compile(r"[ .\-_*]")

_SPACE = 32
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_ODD = np.uint64(0x100000001B3)
_ODD_INVERSE = np.uint64(pow(0x100000001B3, -1, 1 << 64))


def fold(text):
    """The text as the model reads it: one spelling, addresses masked, nothing repeated."""
    text = text[:LONGEST]
    if SPACED.search(text):
        text = SPACED.sub(lambda run: _BETWEEN.sub("", run[0]), text)
    text = normalise(text)
    text = _MENTION.sub("@", _ADDRESS.sub("url", text))
    return " ".join(_TOKEN.findall(_REPEATED.sub(r"\1", text)))


@dataclass(frozen=True)
class Features:
    """Each letter group met: its text, its word (counted through all texts), and its number."""

    texts: np.ndarray
    words: np.ndarray
    numbers: np.ndarray
    reach: np.ndarray  # how many words it covers
    count: int

    def lengths(self):
        """What each text's sum is divided by, so that long texts do not weigh more."""
        return np.sqrt(np.maximum(np.bincount(self.texts, minlength=self.count), 1))

    def sums(self, weights):
        """What the weights say of each text, on the whole; a column for each head, if there are any."""
        values = weights[self.numbers]
        if values.ndim == 1:
            return np.bincount(self.texts, values, minlength=self.count) / self.lengths()
        heads = [np.bincount(self.texts, each, minlength=self.count) for each in values.T]
        return np.stack(heads, axis=1) / self.lengths()[:, None]

    def by_word(self, weights):
        """The same, shared out among the words; a pair of words gives half to each."""
        return self.shared(weights[self.numbers])

    def shared(self, values):
        """What each letter group says, shared out among the words it covers."""
        shares = values / self.reach / self.lengths()[self.texts]
        pair = self.reach == 2
        size = int(self.words.max(initial=0)) + 2
        first = np.bincount(self.words, shares, minlength=size)
        return first + np.bincount(self.words[pair] + 1, shares[pair], minlength=size)


def features(folded):
    """Letter groups of 2 to 5, words, pairs of words, and the same of consonants alone."""
    codes, texts = _codes(folded)
    bones, bone_texts = _codes([digraphs(text) for text in folded])
    bones = SKELETON[np.minimum(bones, len(SKELETON) - 1)]
    kept = bones != 0
    parts = [
        *_groups(codes, texts, range(2, 6), salt=1),
        *_words(codes, texts, salt=2),
        *_groups(bones[kept], bone_texts[kept], range(3, 6), salt=3),
        *_words(bones[kept], bone_texts[kept], salt=4),
    ]
    texts, words, hashes, reach = (np.concatenate(each) for each in zip(*parts, strict=True))
    return Features(texts, words, _numbers(hashes), reach, len(folded))


def first_words(folded):
    """The place of each text's first word, as `Features.words` counts them."""
    spaces = np.array([text.count(" ") + 2 for text in folded], dtype=np.int64)
    return np.concatenate([[1], 1 + np.cumsum(spaces)[:-1]])


def _codes(folded):
    padded = [f" {text} " for text in folded]
    codes = np.frombuffer("".join(padded).encode("utf-32-le", "ignore"), np.uint32)
    return codes, np.repeat(np.arange(len(padded), dtype=np.int32), [len(text) for text in padded])


def _groups(codes, texts, lengths, salt):
    """Groups within a word, the spaces beside it included."""
    spaces = codes == _SPACE
    seen = np.cumsum(spaces, dtype=np.int32)
    hashes = codes.astype(np.uint64)
    for length in range(2, max(lengths) + 1):
        if len(codes) < length:
            return
        hashes = hashes[:-1] * _ODD + codes[length - 1 :]
        if length not in lengths:
            continue
        ends = len(codes) - length + 1
        inside = seen[length - 2 : length - 2 + ends] == seen[:ends]
        if length == 2:
            inside = ~(spaces[:-1] & spaces[1:])
        at = np.flatnonzero(inside)
        yield texts[at], seen[at], hashes[at] + np.uint64(salt * 16 + length), _reach(at, 1)


def _words(codes, texts, salt):
    spaces = codes == _SPACE
    edges = np.flatnonzero(spaces)
    starts, ends = edges[:-1], edges[1:]
    kept = (ends - starts > 1) & (texts[starts] == texts[ends])
    seen = np.arange(1, len(edges), dtype=np.int32)[kept]
    starts, ends = starts[kept], ends[kept]
    powers, inverses = _powers(len(codes) + 1)
    sums = np.cumsum(codes.astype(np.uint64) * powers[: len(codes)], dtype=np.uint64)
    hashes = (sums[ends - 1] - sums[starts]) * inverses[starts]
    yield texts[starts], seen, hashes + np.uint64(salt * 16), _reach(starts, 1)
    pairs = np.flatnonzero(texts[starts[:-1]] == texts[starts[1:]])
    both = hashes[pairs] * _MULTIPLIER + hashes[pairs + 1]
    yield texts[starts[pairs]], seen[pairs], both + np.uint64(salt * 16 + 1), _reach(pairs, 2)


def _reach(places, words):
    return np.full(len(places), words, np.int8)


def _numbers(hashes):
    hashes = (hashes ^ (hashes >> np.uint64(29))) * _MULTIPLIER
    return ((hashes >> np.uint64(32)) % np.uint64(SIZE)).astype(np.int32)


_known = [np.ones(1, np.uint64), np.ones(1, np.uint64)]


def _powers(count):
    if len(_known[0]) < count:
        size = 1 << count.bit_length()
        for place, base in enumerate((_ODD, _ODD_INVERSE)):
            powers = np.full(size, base, np.uint64)
            powers[0] = 1
            _known[place] = np.cumprod(powers, dtype=np.uint64)
    return _known
