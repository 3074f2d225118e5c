"""Look at a watch: count, hold against the usual, and tell a story once."""

from datetime import timedelta

from sqlalchemy import or_, select

from app.alerts import signs
from app.alerts.counting import count_on, counts_of
from app.alerts.hearing import Hearing
from app.alerts.models import Watch
from app.alerts.telling import hear
from app.alerts.terms import about_one_thing
from app.alerts.usual import IN_HOUR, QUARTER, Usual
from app.extensions import db
from app.lib.clock import microseconds, now
from app.search.asking import ask
from app.search.query import Query

EVERY = timedelta(minutes=3)


def next_watch(at=None):
    """A watch that nobody looked at lately, held so that no other worker looks at it meanwhile."""
    due = or_(Watch.looked_at.is_(None), Watch.looked_at <= (at or now()) - EVERY)
    waiting = select(Watch).where(Watch.paused_at.is_(None), due).order_by(Watch.looked_at)
    return db.session.scalar(waiting.limit(1).with_for_update(skip_locked=True))


def count(watch, at=None):
    """Keep its counts up to date; says who asks and when, once nothing of the past is left to count."""
    query = Query.of(watch.query)
    asking = ask(query, at=at)
    if query.problems:
        watch.looked_at = asking.at
        return None
    behind = count_on(watch, query, asking)
    # while the past is still being counted, the next slice comes at once
    watch.looked_at = asking.at - EVERY if behind else watch.looked_at
    return None if behind else asking


def listen(watch, asking):
    """What stands out, and the comments it was seen among; reads only, so that nobody waits for it."""
    found, hearing = signs_of(watch, Query.of(watch.query), asking)
    if found:
        hearing.before  # noqa: B018  read now, while others may write
    return found, hearing


def tell_all(watch, found, hearing, at):
    """Tell it, all in one change: who dies midway has told nobody, and the next look tells."""
    watch.looked_at = at
    return [hear(watch, sign, hearing) for sign in found]


def look(watch, at=None):
    """One look."""
    asking = count(watch, at)
    if asking is None:
        return []
    return tell_all(watch, *listen(watch, asking), asking.at)


def signs_of(watch, query, asking):
    """Everything that stands out now, strongest first, and the comments it was seen among."""
    micro = microseconds(asking.at)
    quarter, exposed = micro // QUARTER, max(micro % QUARTER / QUARTER, 0.05)
    counts, bad = counts_of(watch)
    found = numbers(watch, counts, bad, quarter, exposed)
    recent = sum(counts.get(quarter - back, 0) for back in range(8))
    fewest = 1 if "any" in watch.kinds else signs.fewest_of(watch.strictness)
    if not found and recent < fewest:
        return [], None
    hearing = Hearing(query, asking)
    found = [sign for sign in found if told_enough(watch, sign, hearing)]
    found += contents(watch, hearing)
    return sorted(
        found, key=lambda sign: (sign.kind not in ("volume", "mood"), -sign.strength)
    ), hearing


def numbers(watch, counts, bad, quarter, exposed):
    """What the counts alone say."""
    until = quarter // IN_HOUR * IN_HOUR - IN_HOUR
    usual = Usual(counts, until, watch.counted_from)
    if not usual.long_enough:
        return []
    found = []
    if "volume" in watch.kinds:
        found.append(signs.volume(counts, usual, quarter, exposed, watch.strictness))
    if "mood" in watch.kinds:
        share = signs.usual_share(bad, counts, quarter - 16)
        found.append(signs.mood(bad, counts, share, quarter, watch.strictness))
    return [sign for sign in found if sign]


def told_enough(watch, sign, hearing):
    here = [one.words for one in hearing.heard if one.id >= sign.since * QUARTER]
    focused = about_one_thing([words - hearing.names for words in here], hearing.before)
    return signs.enough(sign, watch.strictness, focused)


def contents(watch, hearing):
    """What the comments themselves say."""
    strict, heard = watch.strictness, hearing.heard
    looks = {
        "wave": lambda: signs.waves(heard, hearing.fresh_waves(), strict),
        "word": lambda: signs.words(heard, hearing.unseen, strict),
        "place": lambda: signs.places(heard, hearing.place_rates, 2, strict),
        "source": lambda: signs.sources(heard, hearing.source_rates, 2, strict),
        "any": lambda: signs.any_at_all(heard, strict),
    }
    return [sign for kind in watch.kinds if kind in looks for sign in looks[kind]()]
