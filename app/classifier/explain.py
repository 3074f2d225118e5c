"""Why a label: from hashed letter groups back to the very words the person wrote."""

import re
from functools import lru_cache
from itertools import chain, pairwise

import numpy as np

from app.classifier.features import features, first_words
from app.classifier.normalise import LONGEST, SPACED, fold

_PIECE = re.compile(rf"{SPACED.pattern}|(?:(?!{SPACED.pattern})\S)+")
_CORE = re.compile(r"\w(?:.*\w)?", re.DOTALL)
_LEAST = 0.2  # of the heaviest piece: lighter ones only distract


def reasons(model, texts, wanted, most):
    """For each text and each label wanted of it, (start, end, weight) of the pieces that spoke for it."""
    chosen = [place for place, labels in enumerate(wanted) if labels]
    asked = [wanted[place] for place in chosen]
    pieces = [list(_PIECE.finditer(texts[place][:LONGEST])) for place in chosen]
    found = [{} for _ in texts]
    for label, places, weights in _weighed(model, pieces, asked):
        for place in places:
            found[chosen[place]][label] = _heaviest(pieces[place], weights[place], most)
    return found


def _weighed(model, pieces, wanted):
    """(label, places of the texts it is wanted of, for each text how much its pieces weigh) of every label."""
    if not pieces:
        return
    words = [[_words(piece[0]) for piece in each] for each in pieces]
    folded = [" ".join(chain.from_iterable(each)) for each in words]
    letters = features(folded)
    owners, edges = _owners(words, first_words(folded).tolist())
    for label, values in model.weighed(letters, wanted).items():
        up = np.array([label in labels for labels in wanted])
        sums = letters.shared(values, np.flatnonzero(up[letters.texts]), owners).tolist()
        weights = [sums[start:end] for start, end in pairwise(edges)]
        yield label, np.flatnonzero(up).tolist(), weights


@lru_cache(maxsize=1 << 14)
def _words(piece):
    """People use the same words: remembering what one folds to costs less than folding it again."""
    return tuple(fold.__wrapped__(piece).split())


def _owners(words, starts):
    """Which piece each word is of, counted through all texts, and where the pieces of each text begin."""
    edges, owners = [0], []
    for start, each in zip(starts, words, strict=True):
        # Between two texts there are words that are nobody's.
        owners += [edges[-1]] * (start - len(owners))
        for place, piece in enumerate(each, edges[-1]):
            owners += [place] * len(piece)
        edges.append(edges[-1] + len(each))
    return np.array([*owners, *[edges[-1]] * 4]), edges


def _heaviest(pieces, weights, most):
    top = max(weights, default=0)
    if top <= 0:
        return []
    heavy = [(-each, place) for place, each in enumerate(weights) if each >= _LEAST * top]
    kept = sorted(heavy)[:most]
    return sorted((*_core(pieces[place]), round(-each / top, 2)) for each, place in kept)


def _core(piece):
    core = _CORE.search(piece[0]) or re.search(".+", piece[0], re.DOTALL)
    return piece.start() + core.start(), piece.start() + core.end()
