"""What stands out among the comments of the last hours: signs, each with its strength and what it is about."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from app.alerts.usual import IN_DAY, IN_HOUR, share_surprise, surprise

KINDS = ("volume", "mood", "wave", "place", "word", "source", "any")
# Quarters of an hour that are held against the usual, all of them ending now.
WIDTHS = (1, 2, 4, 8, 16)
# A sign is at least so many comments, by so many people, and so many times the usual.
FEWEST, FEWEST_AUTHORS, TIMES = 5, 3, 1.5
# About one thing, less is enough to be told; about nothing, more is asked.
FOCUS_EASE = 1.6
MOOD_WIDTHS = (2, 4, 8, 16)
# Shares stray less than numbers do: the same strictness asks for less.
MOOD_EASE = 1.2
# Numbers come in company more than any tail knows: a little more is asked of them (bench/alerts.py, seeds 201 and 301).
VOLUME_MORE = 0.3
LOOSE = 0.5
# So many places or channels are looked up at one look: those that most speak of.
MOST_KEYS = 15


@dataclass(frozen=True)
class Heard:
    """What signs look at of one comment."""

    id: int
    author: object
    channel: int
    words: frozenset
    places: tuple = ()
    wave: int | None = None
    bad: bool = False


@dataclass(frozen=True)
class Sign:
    """One thing that stands out: its kind, what it is about, how strongly, and the comments behind it."""

    kind: str
    key: str
    strength: float
    ids: tuple = ()
    count: int = 0
    expected: float = 0.0
    since: int | None = None


def volume(counts, usual, quarter, exposed, strictness):
    """More comments than usual, over whichever stretch up to now shows it best."""
    best = None
    for width in WIDTHS:
        seen = sum(counts.get(quarter - back, 0) for back in range(width))
        expected = usual.expected(quarter, width, exposed)
        if seen < FEWEST or seen < TIMES * expected:
            continue
        strength = usual.surprise(seen, expected)
        if strength >= strictness - FOCUS_EASE and (best is None or strength > best.strength):
            since = quarter - width + 1
            best = Sign("volume", "", strength, count=seen, expected=expected, since=since)
    return best


def mood(bad, counts, share, quarter, strictness):
    """A larger part of them negative or toxic than usual."""
    best = None
    for width in MOOD_WIDTHS:
        quarters = range(quarter - width + 1, quarter + 1)
        marked, seen = (sum(some.get(q, 0) for q in quarters) for some in (bad, counts))
        if marked < FEWEST:
            continue
        strength = share_surprise(marked, seen, share)
        if strength >= strictness - MOOD_EASE - FOCUS_EASE and (
            best is None or strength > best.strength
        ):
            since = quarter - width + 1
            best = Sign("mood", "", strength, count=marked, expected=seen * share, since=since)
    return best


def enough(sign, strictness, focused):
    """Whether a sign of the counts is strong enough, given that its comments are about one thing or not."""
    ease = (FOCUS_EASE if focused else 0) + (
        MOOD_EASE if sign.kind == "mood" else -VOLUME_MORE if sign.kind == "volume" else 0
    )
    return sign.strength >= strictness - ease


def usual_share(bad, counts, until, days=28):
    """The part of comments that usually is negative or toxic; few comments are held near a fifth."""
    start = until - days * IN_DAY * IN_HOUR
    marked, seen = (sum(n for q, n in some.items() if start <= q < until) for some in (bad, counts))
    return (marked + 4) / (seen + 20)


def waves(heard, fresh, strictness):
    """Comments that say nearly the same and did not a day ago; `fresh` tells whether a wave is new."""
    return grouped("wave", heard, lambda one: (one.wave,) if one.wave else (), strictness, fresh)


def words(heard, unseen, strictness):
    """Words that nobody had written before; `unseen(words)` says which of some those are."""
    found = grouped("word", heard, lambda one: one.words, strictness)
    new = unseen([sign.key for sign in found[:40]])
    return apart([sign for sign in found if sign.key in new])


def apart(found):
    """Without those whose comments an earlier one already has: new words come together."""
    kept, covered = [], set()
    for sign in found:
        if 2 * len(covered & set(sign.ids)) < len(sign.ids):
            kept.append(sign)
        covered |= set(sign.ids)
    return kept


def places(heard, before, hours, strictness):
    """Places that start to speak; `before(keys)` gives how many comments an hour each had until now."""
    return woken("place", heard, lambda one: one.places, before, hours, strictness)


def sources(heard, before, hours, strictness):
    """Channels that were silent and are not any more."""
    return woken("source", heard, lambda one: (one.channel,), before, hours, strictness)


def woken(kind, heard, keys_of, before, hours, strictness):
    found = grouped(kind, heard, keys_of, strictness)
    found = found[:MOST_KEYS]
    rates = before([sign.key for sign in found])
    out = []
    for sign in found:
        expected = rates.get(sign.key, 0.0) * hours
        # by day there are three times as many as on average: that alone is no sign
        strength = surprise(sign.count, 3 * expected + 0.05, LOOSE)
        if strength >= strictness and sign.count >= 4 * expected:
            out.append(Sign(kind, sign.key, strength, sign.ids, sign.count, expected))
    return out


def grouped(kind, heard, keys_of, strictness, fits=lambda key: True):
    """Whatever enough comments by enough people share, the most shared first."""
    behind = defaultdict(list)
    for one in heard:
        for key in keys_of(one):
            behind[key].append(one)
    fewest = fewest_of(strictness)
    found = [
        Sign(kind, str(key), float(len(some)), tuple(one.id for one in some), len(some))
        for key, some in behind.items()
        if len(some) >= fewest and authors_of(some) >= FEWEST_AUTHORS and fits(key)
    ]
    return sorted(found, key=lambda sign: -sign.count)


def fewest_of(strictness):
    """How many comments make a sign: four at the start, more once people said that it tells too much."""
    return max(3, round(strictness))


def authors_of(some):
    known = Counter(one.author for one in some)
    # nobody's name is somebody each time
    return len([name for name in known if name is not None]) + known.get(None, 0)


def any_at_all(heard, strictness):
    """Everything such a watch finds is worth telling: for words of danger, where one comment is enough."""
    if not heard:
        return []
    return [Sign("any", "", strictness, tuple(one.id for one in heard), len(heard))]
