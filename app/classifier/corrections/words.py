"""The words that weighed for a label, as the person wrote them, and how much each did."""

from dataclasses import dataclass

from flask_babel import gettext as _

STRONG, SOME = 0.75, 0.4


@dataclass(frozen=True)
class Word:
    """One piece of the text; the weight is beside the heaviest, which has one."""

    text: str
    weight: float

    @property
    def strength(self):
        if self.weight >= STRONG:
            return _("weighs most")
        return _("weighs some") if self.weight >= SOME else _("weighs little")


def weighed(comment, label):
    """The words that weighed, the heaviest first; the same word once."""
    found = {}
    for start, end, weight in (comment.reasons or {}).get(label, ()):
        text = comment.text[start:end]
        if text:
            found[text] = max(weight, found.get(text, 0))
    return [Word(*each) for each in sorted(found.items(), key=lambda each: -each[1])]


def lists_of(comment, label):
    """The names of the word lists that put the label on the comment."""
    hits = (comment.reasons or {}).get("lists") or ()
    return list(dict.fromkeys(name for _, _, flagged, name in hits if flagged == label))
