"""Perspective's attributes, each as what our labels say of it.

Names and meanings: the Perspective API's page on attributes and languages, as it stood in 2026.
"""

LANGUAGES = ("fr", "ar", "en")


def sure_of(*labels):
    """The surest of some labels."""
    return lambda scores: max(scores[label] for label in labels)


def severe(scores):
    """Toxic, and of a kind that drives people away: hate or a threat, rather than a rude word."""
    return min(scores["toxic"], max(scores["hate"], scores["threat"]))


ATTRIBUTES = {
    "TOXICITY": sure_of("toxic"),
    "SEVERE_TOXICITY": severe,
    "IDENTITY_ATTACK": sure_of("hate"),
    "INSULT": sure_of("insult"),
    "PROFANITY": sure_of("obscene"),
    "THREAT": sure_of("threat"),
    # Perspective's experimental ones that have a counterpart here.
    "OBSCENE": sure_of("obscene"),
    "SPAM": sure_of("spam"),
    "LIKELY_TO_REJECT": sure_of("toxic", "spam"),
    # Ours.
    "QUESTION": sure_of("question"),
    "COMPLAINT": sure_of("complaint"),
    "URGENT": sure_of("urgent"),
}
EXPERIMENTAL = "_EXPERIMENTAL"


def attribute_named(name):
    """How an attribute is read from scores, also under its experimental name; None when there is none."""
    return ATTRIBUTES.get(name.removesuffix(EXPERIMENTAL))
