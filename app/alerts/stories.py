"""Which signs tell of one story: the same words, wave, place or source, before it has been quiet for a while."""

from datetime import timedelta

# A story that nothing was heard of for so long has ended; the next sign is another.
QUIET = timedelta(hours=3)
YOUNG = timedelta(hours=1)
# How much there is, and in what mood, is never about two things at once.
WHOLE = frozenset(("volume", "mood"))


def belongs(sign, terms, *, age, kinds, keys, story_terms):
    """Whether a sign is one more of a story that lasts, told some time ago."""
    shared = bool(set(terms) & set(story_terms))
    if sign.kind in WHOLE and WHOLE & set(kinds):
        # one that begins finds its words only as it grows; later, other words are another story
        return shared or not terms or age < YOUNG
    return shared or (sign.kind, sign.key) in keys
