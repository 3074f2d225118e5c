"""A comment's words with those marked that weighed, as the classifier kept them at triage."""

from dataclasses import dataclass

from app.classifier.labels import LABELS


@dataclass(frozen=True)
class Piece:
    """A run of the text; `kind` (toxic or priority) and `weight` (1 to 4) where it weighed."""

    text: str
    kind: str = ""
    weight: int = 0


def pieces(comment):
    """The text cut into pieces, in order; joined they are the text again."""
    at, found = 0, []
    for start, end, weight, kind in spans(comment):
        if start < at or end > len(comment.text):
            continue
        if start > at:
            found.append(Piece(comment.text[at:start]))
        found.append(Piece(comment.text[start:end], kind, min(4, 1 + int(weight * 4))))
        at = end
    return [*found, Piece(comment.text[at:])] if at < len(comment.text) else found


def spans(comment):
    """(start, end, weight, kind) of every label the comment bears, in order of the text."""
    reasons = comment.reasons or {}
    wrong = {name for name, value in (reasons.get("said") or {}).items() if not value}
    return sorted(
        (*span, LABELS[name].signal)
        for name, found in reasons.items()
        if name in LABELS and name not in wrong
        for span in found
    )
