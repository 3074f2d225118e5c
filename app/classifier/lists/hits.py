"""What a listed word does to what the model found."""

from app.classifier.labels import LABELS


def bring_in(scores, reasons, hits):
    """Scores and reasons as the lists leave them: a listed word is sure, and is named as the reason."""
    if not hits:
        return scores, reasons or None
    scores, reasons = dict(scores), dict(reasons)
    for label in dict.fromkeys(name for hit in hits for name in also(hit.label)):
        scores[label] = 1.0
        reasons[label] = sorted(
            {(hit.start, hit.end, 1.0) for hit in hits if label in also(hit.label)}
        )
    reasons["lists"] = [[hit.start, hit.end, hit.label, hit.name] for hit in hits]
    return scores, reasons


def also(label):
    """A label with what it always comes with: every kind of toxic is toxic."""
    return (label, "toxic") if LABELS[label].signal == "toxic" else (label,)
