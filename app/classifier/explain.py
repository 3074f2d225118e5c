"""Why a label: from hashed letter groups back to the very words the person wrote."""

import re

from app.classifier.features import features, first_words
from app.classifier.normalise import LONGEST, SPACED, fold

_PIECE = re.compile(rf"{SPACED.pattern}|(?:(?!{SPACED.pattern})\S)+")
_CORE = re.compile(r"\w(?:.*\w)?", re.DOTALL)
_LEAST = 0.2  # of the heaviest piece: lighter ones only distract


def reasons(model, texts, label, most):
    """For each text, (start, end, weight) of the pieces that spoke for the label."""
    if not texts:
        return []
    pieces = [list(_PIECE.finditer(text[:LONGEST])) for text in texts]
    words = [[fold(piece[0]).split() for piece in each] for each in pieces]
    folded = [" ".join(word for piece in each for word in piece) for each in words]
    letters = features(folded)
    shares = letters.shared(model.weighed(label, letters))
    found = []
    for each, parts, at in zip(pieces, words, first_words(folded), strict=True):
        sums = []
        for part in parts:
            sums.append(float(shares[at : at + len(part)].sum()))
            at += len(part)
        found.append(_heaviest(list(zip(each, sums, strict=True)), most))
    return found


def _heaviest(weighed, most):
    top = max((weight for _, weight in weighed), default=0)
    if top <= 0:
        return []
    kept = sorted(weighed, key=lambda each: -each[1])[:most]
    spans = [
        (*_core(piece), round(weight / top, 2)) for piece, weight in kept if weight >= _LEAST * top
    ]
    return sorted(spans)


def _core(piece):
    core = _CORE.search(piece[0]) or re.search(".+", piece[0], re.DOTALL)
    return piece.start() + core.start(), piece.start() + core.end()
