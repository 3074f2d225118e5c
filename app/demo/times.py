"""When things happened: within the last month, more of it lately, and by daylight."""

from datetime import timedelta
from random import Random

from app.lib.clock import now

FIRST_HOURS = 30


def written_at(posted_days_ago, key, place, count):
    """When the n-th of a post's comments was written: most in its first day, the last one not long ago."""
    chance = Random(key)
    span = posted_days_ago * 24
    share = (place + chance.random()) / count
    # A post's comments come in a rush, then trickle until today.
    hours = (
        min(FIRST_HOURS, span) * share**1.5 if share < 0.75 else span * chance.uniform(0.3, 0.98)
    )
    return awake(now() - timedelta(hours=max(span - hours, 0.2)))


def awake(moment):
    """At night few write: what falls between one and six o'clock was written the evening before."""
    if moment.hour < 5:
        return moment - timedelta(hours=5)
    return moment
