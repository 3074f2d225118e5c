"""How sure a score is, in words that people use."""

from flask_babel import gettext as _

VERY_LIKELY, LIKELY, POSSIBLE = 0.85, 0.6, 0.3


def how_sure(score):
    """A score in words; nothing for one that says little."""
    if score >= VERY_LIKELY:
        return _("very likely")
    if score >= LIKELY:
        return _("likely")
    return _("possible") if score >= POSSIBLE else ""
