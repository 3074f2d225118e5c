"""A text as the numbers of its letter groups and words: hashed, so that no word is ever stored."""

from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np

from app.classifier import groups
from app.classifier.normalise import LONGEST, SPACED, fold
from app.classifier.skeleton import SKELETON, digraphs

__all__ = ["LONGEST", "SIZE", "SPACED", "Features", "features", "first_words", "fold"]

_BITS = 21
SIZE = 1 << _BITS

_SPACE = 32
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_ODD = np.uint64(0x100000001B3)
_ODD_INVERSE = np.uint64(pow(0x100000001B3, -1, 1 << 64))


@dataclass(frozen=True)
class Features:
    """Each letter group met: its text, its word (counted through all texts), and its number."""

    texts: np.ndarray
    words: np.ndarray
    numbers: np.ndarray
    reach: np.ndarray  # how many words it covers
    count: int

    @cached_property
    def _keys(self):
        return self.texts.astype(np.int64) << _BITS | self.numbers

    @cached_property
    def distinct(self):
        """(texts, numbers) without repetition, in order of texts: saying it twice tells no more."""
        keys = np.sort(self._keys)
        keys = keys[np.diff(keys, prepend=-1) > 0]
        return keys >> _BITS, keys & (SIZE - 1)

    def lengths(self):
        """What each text's sum is divided by, so that long texts do not weigh more."""
        return np.sqrt(np.maximum(np.bincount(self.distinct[0], minlength=self.count), 1))

    def sums(self, weights, places=None):
        """What the weights say of each text, on the whole; a column for each head, if there are any.

        `places` says in which row of the weights each letter group is, where not in its own.
        """
        texts, numbers = self.distinct
        values = weights.take(numbers if places is None else places.take(numbers), axis=0)
        if values.ndim == 1:
            return np.bincount(texts, values, minlength=self.count) / self.lengths()
        found = np.zeros((self.count, values.shape[1]))
        starts = np.flatnonzero(np.diff(texts, prepend=-1))
        if len(starts):
            exact = np.int32 if values.dtype == np.int8 else np.float64
            found[texts[starts]] = np.add.reduceat(values, starts, axis=0, dtype=exact)
        return found / self.lengths()[:, None]

    def by_word(self, weights):
        """The same, shared out among the words; a pair of words gives half to each."""
        return self.shared(weights[self.distinct[1]])

    def shared(self, values, met=slice(None), owners=None):
        """What each of the distinct letter groups says, shared out among the words it covers, or their owners.

        `met` says which of those met count, where not all.
        """
        places, parts = self._parts
        shares = values[places[met]] * parts[met]
        words, reach = self.words[met], self.reach[met]
        owners = np.arange(int(self.words.max(initial=0)) + 4) if owners is None else owners
        found = np.zeros(int(owners.max(initial=0)) + 1)
        for step in range(int(reach.max(initial=1))):
            wide = reach > step
            whose = owners[words[wide] + step]
            found += np.bincount(whose, shares[wide], minlength=len(found))
        return found

    @cached_property
    def _parts(self):
        """For each letter group met, which of the distinct ones it is, and its part of what that one says to a word."""
        _, places, times = np.unique(self._keys, return_inverse=True, return_counts=True)
        return places, 1 / times[places] / self.reach / self.lengths()[self.texts]


def features(folded):
    """Letter groups of 2 to 5, words, pairs of words, the same of consonants alone, and company."""
    codes, texts = _codes(folded)
    bones, bone_texts = _codes([digraphs(text) for text in folded])
    bones = SKELETON[np.minimum(bones, len(SKELETON) - 1)]
    kept = bones != 0
    words = _words(codes, texts)
    parts = [
        *_groups(codes, texts, range(2, 6), salt=1),
        *_pairs(*words, salt=2),
        *_groups(bones[kept], bone_texts[kept], range(3, 6), salt=3),
        *_pairs(*_words(bones[kept], bone_texts[kept]), salt=4),
        *_company(*words, salt=5),
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


def _words(codes, texts):
    """The text, the place and the hash of each word."""
    spaces = codes == _SPACE
    edges = np.flatnonzero(spaces)
    starts, ends = edges[:-1], edges[1:]
    kept = (ends - starts > 1) & (texts[starts] == texts[ends])
    seen = np.arange(1, len(edges), dtype=np.int32)[kept]
    starts, ends = starts[kept], ends[kept]
    powers, inverses = _powers(len(codes) + 1)
    sums = np.cumsum(codes.astype(np.uint64) * powers[: len(codes)], dtype=np.uint64)
    return texts[starts], seen, (sums[ends - 1] - sums[starts]) * inverses[starts]


def _pairs(texts, seen, hashes, salt):
    hashes = hashes + np.uint64(salt * 16)
    yield texts, seen, hashes, _reach(texts, 1)
    pairs = _runs(texts, 2)
    both = hashes[pairs] * _MULTIPLIER + hashes[pairs + 1]
    yield texts[pairs], seen[pairs], both + np.uint64(salt * 16 + 1), _reach(pairs, 2)


def _company(texts, seen, hashes, salt):
    """What is said where a group of people is named, whichever it is: so that it holds for all."""
    kinds = _kinds(hashes)
    named = np.where(kinds > 0, kinds.astype(np.uint64), hashes)
    for length in (2, 3):
        at = _runs(texts, length)
        at = at[np.logical_or.reduce([kinds[at + step] > 0 for step in range(length)])]
        run = named[at]
        for step in range(1, length):
            run = run * _MULTIPLIER + named[at + step]
        yield texts[at], seen[at], run + np.uint64(salt * 16 + length), _reach(at, length)
    peopled = np.zeros(int(texts.max(initial=0)) + 1, bool)
    peopled[texts[kinds == groups.GROUP]] = True
    at = np.flatnonzero(peopled[texts]) if len(texts) else np.zeros(0, np.int64)
    yield texts[at], seen[at], named[at] * _MULTIPLIER + np.uint64(salt * 16), _reach(at, 1)


def _kinds(hashes):
    known, kinds = _known_names()
    at = np.minimum(np.searchsorted(known, hashes), len(known) - 1)
    return np.where(known[at] == hashes, kinds[at], 0)


@cache
def _known_names():
    folded = {fold(word): kind for word, kind in groups.words().items()}
    single = {word: kind for word, kind in folded.items() if word and " " not in word}
    hashes = _words(*_codes(list(single)))[2]
    order = np.argsort(hashes)
    return hashes[order], np.array(list(single.values()), np.int8)[order]


def _runs(texts, length):
    """Where so many words of one text stand in a row."""
    return np.flatnonzero(texts[: len(texts) - length + 1] == texts[length - 1 :])


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
