"""Nothing negative but civil is ever hidden by a machine: what a rule may withhold, and what it is kept from."""

from app.authors.standing import is_trusted
from app.classifier.in_force import thresholds
from app.classifier.labels import LABELS, flagged


def borne(comment):
    """The names of the labels a comment bears: by its scores and the team's thresholds, or as a person said otherwise."""
    scores, said = comment.scores or {}, (comment.reasons or {}).get("said") or {}
    up = flagged(scores, thresholds(), comment.lang) if scores else ()
    return [name for name in LABELS if said.get(name, name in up)]


def may_withhold(comment, names):
    """Whether a machine may keep people from reading this: it is toxic, or an advert that complains of nothing.

    What nobody could judge is not withheld either, nor is what somebody wrote whom the team trusts.
    """
    if is_trusted(comment.author_id):
        return False
    signals = {LABELS[name].signal for name in names}
    if "toxic" in signals:
        return True
    return "spam" in signals and "priority" not in signals and comment.sentiment != "neg"
