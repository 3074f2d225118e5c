"""The words that stand out in some comments against those before: log-odds ratio with an informative Dirichlet prior.

Monroe, Colaresi & Quinn, "Fightin' Words: Lexical Feature Selection and Evaluation for Identifying the Content of
Political Conflict", Political Analysis 16 (4), 2008. The comments before are the prior, so common words of each of the
languages fall out by themselves, and no list of them is needed.
"""

from collections import Counter
from math import log, sqrt

# How many words the prior weighs, whatever it was counted on.
PRIOR = 500.0
SURE, FEWEST, MOST = 2.3, 3, 6
# What a word weighs that nobody used before.
LEAST = 0.5
SHORTEST = 3
# A story: so large a part of the comments shares a word, so many times what it was.
FOCUS, RARER, FOCUSED = 0.25, 6, 5


def standing_out(now, before, *, names=frozenset(), most=MOST):
    """The words of `now` that `before` does not explain, strongest first; both are lists of sets of words."""
    seen = Counter(word for words in now for word in words if telling(word) and word not in names)
    known = Counter(word for words in before for word in words if telling(word))
    here, there = sum(seen.values()), sum(known.values())
    if not here:
        return []
    scale = PRIOR / max(there, 1)
    least = max(min(FEWEST, len(now)), len(now) // 25)
    scored = [
        (score(count, here, known.get(word, 0), there, scale), word)
        for word, count in seen.items()
        if count >= least
    ]
    return [word for strength, word in sorted(scored, reverse=True)[:most] if strength > SURE]


def score(count, here, known, there, scale):
    """How many standard errors the odds of a word have risen."""
    prior = known * scale + LEAST
    whole = PRIOR + 1
    risen = log((count + prior) / (here + whole - count - prior))
    usual = log((known + prior) / (there + whole - known - prior))
    return (risen - usual) / sqrt(1 / (count + prior) + 1 / (known + prior))


def about_one_thing(now, before):
    """Whether many of these share a word that was rare before: a story has words, a busy hour has none."""
    seen = Counter(word for words in now for word in words if telling(word))
    known = Counter(word for words in before for word in words)
    return any(
        count >= FOCUSED
        and count >= FOCUS * len(now)
        and count * (len(before) + 1) >= RARER * (known[word] + 1) * len(now)
        for word, count in seen.items()
    )


def telling(word):
    return len(word) >= SHORTEST and not word.isdigit()
