"""The words the classifier knows, one line each."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _

from app.classifier.cues import QUESTION, QUESTION_FIRST, URGENT
from app.classifier.rules import Rule


@dataclass(frozen=True)
class Label:
    """One thing a comment can be: what it is called, what it calls for, and from where it counts."""

    name: str
    title: object
    signal: str  # "toxic": keep an eye on it; "priority": answer it first
    threshold: float
    rule: Rule | None = None  # a label without one is learned

    def __str__(self):
        return str(self.title)


LABELS = {
    label.name: label
    for label in (
        Label("toxic", _("Toxic"), "toxic", 0.6),
        Label("question", _("Question"), "priority", 0.6, Rule(QUESTION, QUESTION_FIRST)),
        Label("urgent", _("Urgent"), "priority", 0.6, Rule(URGENT)),
    )
}


def flagged(scores):
    """The names of the labels whose score has reached their threshold."""
    return [name for name, label in LABELS.items() if scores.get(name, 0) >= label.threshold]


def is_priority(scores):
    """Whether a comment with these scores is to be answered before others."""
    return any(LABELS[name].signal == "priority" for name in flagged(scores))


def is_toxic(scores):
    return any(LABELS[name].signal == "toxic" for name in flagged(scores))
