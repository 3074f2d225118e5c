"""The words the classifier knows, one line each."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask_babel import lazy_gettext as _

THRESHOLDS = Path(__file__).parent / "shipped" / "thresholds.json"
ANY = "*"  # the language of a threshold that counts wherever no other is named
LIKELY = 0.5
NEAR = 0.7  # of its threshold
SENTIMENTS = ("neg", "neu", "pos")


@dataclass(frozen=True)
class Label:
    """One thing a comment can be: what it is called, and what it calls for."""

    name: str
    title: object
    signal: str  # "toxic": keep an eye on it; "priority": answer it first; "spam": put it aside

    def __str__(self):
        return str(self.title)

    @property
    def threshold(self):
        """From which score it counts, where no language is told."""
        return threshold(self.name)


LABELS = {
    label.name: label
    for label in (
        Label("toxic", _("Toxic"), "toxic"),
        Label("hate", _("Hate"), "toxic"),
        Label("threat", _("Threat"), "toxic"),
        Label("insult", _("Insult"), "toxic"),
        Label("obscene", _("Obscene"), "toxic"),
        Label("spam", _("Spam"), "spam"),
        Label("question", _("Question"), "priority"),
        Label("complaint", _("Complaint"), "priority"),
        Label("urgent", _("Urgent"), "priority"),
    )
}


@cache
def shipped_thresholds():
    """{label: {language or "*": from which score it counts}} as they were chosen at training."""
    return json.loads(THRESHOLDS.read_text())


def threshold(name, language=None, thresholds=None):
    """From which score a label counts in a language."""
    chosen = (thresholds or {}).get(name) or shipped_thresholds()[name]
    return chosen.get(language) or chosen.get(ANY) or shipped_thresholds()[name][ANY]


def thresholds_for(language, thresholds=None):
    """From which score each label counts in a language."""
    return {name: threshold(name, language, thresholds) for name in LABELS}


def flagged(scores, thresholds=None, language=None):
    """The names of the labels whose score has reached their threshold.

    A kind of toxicity is rare, so its threshold is low: it tells what a toxic comment is, and makes none toxic by
    itself unless the model is surer of it than not and hardly less sure that the whole is toxic. The name of a group
    alone is enough for the one, and not for the other.
    """
    up = [name for name in LABELS if scores.get(name, 0) >= threshold(name, language, thresholds)]
    if "toxic" in up:
        return up
    near = scores.get("toxic", 0) >= NEAR * threshold("toxic", language, thresholds)
    return [n for n in up if LABELS[n].signal != "toxic" or near and scores[n] >= LIKELY]


def is_priority(scores, thresholds=None, language=None):
    """Whether a comment with these scores is to be answered before others."""
    return _signals("priority", flagged(scores, thresholds, language))


def is_toxic(scores, thresholds=None, language=None):
    return _signals("toxic", flagged(scores, thresholds, language))


def _signals(signal, names):
    return any(LABELS[name].signal == signal for name in names)
