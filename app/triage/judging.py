"""What the classifier makes of comments: pure work, done before any lock is taken."""

import logging
from dataclasses import dataclass

from app.classifier.labels import is_priority, is_toxic

log = logging.getLogger(__name__)
KEPT_FROM = 0.1
LONGEST_ERROR = 400


@dataclass(slots=True)
class Judgement:
    """What is known of one comment once it was looked at; with `error`, that it could not be."""

    comment_id: int
    text: str
    lang: str = ""
    scores: dict | None = None
    reasons: dict | None = None
    error: str | None = None

    @property
    def flags(self):
        scores = self.scores or {}
        return {
            "toxic": is_toxic(scores, language=self.lang),
            "priority": is_priority(scores, language=self.lang),
        }

    @property
    def predictions(self):
        """(label, thousandths) of the labels the model is at all sure of."""
        scores = (self.scores or {}).items()
        return [(label, round(1000 * score)) for label, score in scores if score >= KEPT_FROM]


def judged(model, comments):
    """Look at (id, text, by us) rows; one that the model cannot read is set aside, the rest go on."""
    ours = [Judgement(number, text) for number, text, by_us in comments if by_us]
    theirs = [(number, text) for number, text, by_us in comments if not by_us]
    return [*ours, *looked_at(model, theirs)]


def looked_at(model, comments):
    try:
        return look(model, comments)
    except Exception as error:
        if len(comments) == 1:
            return [set_aside(*comments[0], error)]
    # One of them breaks the model: halve until it is found.
    middle = len(comments) // 2
    return [*looked_at(model, comments[:middle]), *looked_at(model, comments[middle:])]


def look(model, comments):
    if not comments:
        return []
    texts = [text for _, text in comments]
    looks = model.look(texts)
    languages = [each.language for each in looks]
    reasons = model.reasons(texts, [each.scores for each in looks], languages=languages)
    return [
        Judgement(number, text, each.language, each.scores, why or None)
        for (number, text), each, why in zip(comments, looks, reasons, strict=True)
    ]


def set_aside(number, text, error):
    # The comment's number and never its words: what people write stays out of the log.
    log.warning("Comment %s could not be classified: %s", number, type(error).__name__)
    return Judgement(number, text, error=f"{type(error).__name__}"[:LONGEST_ERROR])
