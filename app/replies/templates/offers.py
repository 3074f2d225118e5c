"""Answers that other rooms keep at hand: each may offer one for a comment."""

OFFERS = []


def offers(function):
    """Mark `function(comment)`, which gives a Suggestion or None."""
    OFFERS.append(function)
    return function


def offered(comment):
    """What the other rooms offer, in the order they were asked."""
    return [one for function in OFFERS if (one := function(comment))]
