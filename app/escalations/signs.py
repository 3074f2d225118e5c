"""What the classifier thinks of a comment, in words a letter can say."""

from flask_babel import gettext as _

VERY_LIKELY, LIKELY, POSSIBLE = 0.85, 0.6, 0.3


def signs(comment, labels):
    """ "Toxic: very likely" for each label the model is at all sure of, the surest first."""
    scores = sorted((comment.scores or {}).items(), key=lambda pair: -pair[1])
    told = [(labels[name].title, how_sure(score)) for name, score in scores if name in labels]
    return [_("%(label)s: %(sure)s", label=title, sure=sure) for title, sure in told if sure]


def how_sure(score):
    """A score in words; nothing for one that says little."""
    if score >= VERY_LIKELY:
        return _("very likely")
    if score >= LIKELY:
        return _("likely")
    return _("possible") if score >= POSSIBLE else ""
