"""What the classifier makes of comments: pure work, done before any lock is taken."""

import logging
from dataclasses import dataclass

from app.classifier.in_force import signals
from app.classifier.labels import LABELS, flagged
from app.classifier.lists.hits import bring_in

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
    model: str | None = None
    thresholds: dict | None = None
    sentiment: str | None = None
    # What a person said of its labels: it holds, whatever the model thinks.
    said: dict | None = None

    @property
    def labels(self):
        """The labels it bears: what the model found, overridden by what a person said."""
        up, said = flagged(self.scores or {}, self.thresholds, self.lang), self.said or {}
        return [name for name in LABELS if said.get(name, name in up)]

    @property
    def flags(self):
        return signals(self.labels, self.said or {})

    @property
    def why(self):
        return {**(self.reasons or {}), "said": self.said} if self.said else self.reasons

    @property
    def predictions(self):
        """(label, thousandths) of the labels the model is at all sure of."""
        scores = (self.scores or {}).items()
        return [(label, round(1000 * score)) for label, score in scores if score >= KEPT_FROM]


def judged(judge, comments):
    """Look at (id, text, by us) rows; one that the model cannot read is set aside, the rest go on."""
    ours = [Judgement(number, text) for number, text, by_us in comments if by_us]
    theirs = [(number, text) for number, text, by_us in comments if not by_us]
    return [*ours, *looked_at(judge, theirs)]


def looked_at(judge, comments):
    try:
        return look(judge, comments)
    except Exception as error:
        if len(comments) == 1:
            return [set_aside(*comments[0], error)]
    # One of them breaks the model: halve until it is found.
    middle = len(comments) // 2
    return [*looked_at(judge, comments[:middle]), *looked_at(judge, comments[middle:])]


def look(judge, comments):
    if not comments:
        return []
    model, texts = judge.model, [text for _, text in comments]
    looks = model.look(texts)
    languages, scores = [each.language for each in looks], [each.scores for each in looks]
    known = {"model": model.version, "thresholds": judge.thresholds}
    reasons = model.reasons(texts, scores, thresholds=judge.thresholds, languages=languages)
    hits = judge.lists.hits(texts, languages)
    seen = [bring_in(*each) for each in zip(scores, reasons, hits, strict=True)]
    return [
        Judgement(number, text, each.language, *found, sentiment=each.sentiment, **known)
        for (number, text), each, found in zip(comments, looks, seen, strict=True)
    ]


def set_aside(number, text, error):
    # The comment's number and never its words: what people write stays out of the log.
    log.warning("Comment %s could not be classified: %s", number, type(error).__name__)
    return Judgement(number, text, error=f"{type(error).__name__}"[:LONGEST_ERROR])
