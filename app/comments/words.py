"""What words about a comment can become; the rooms that keep such words say so here, and arrows keep pointing down."""

BECOMES = {}


def becomes(name):
    """Mark `function(comment, text, *, by)`, which keeps words as a note, or as a reply to approve."""

    def mark(function):
        BECOMES[name] = function
        return function

    return mark


def keep_words(comment, text, *, by, kept_as):
    """Keep what someone said about a comment as what they chose; gives the activity that says so."""
    return BECOMES[kept_as](comment, text, by=by)
