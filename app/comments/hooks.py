"""What rooms above know about what arrives: asked here and answered there, so that arrows keep pointing down."""

KNOWS_ANSWERS, PUTS_TAGS, HEARS, HEARS_LOTS = [], [], [], []
ARRIVALS, TRIAGED = [], []


def knows_answers(function):
    """Mark `function(channel_id, platform_ids)`: which of these are our own answers, each with the platform id
    of the comment it answers."""
    KNOWS_ANSWERS.append(function)
    return function


def puts_tags(function):
    """Mark `function(wanted)`: puts tags on comments that came with them, `(comment id, tag name)` each."""
    PUTS_TAGS.append(function)
    return function


def hears(function):
    """Mark `function(comment, activity)`: is told of everything that happens to a comment, as part of the change."""
    HEARS.append(function)
    return function


def hears_lots(function):
    """Mark `function(comment ids, kind, by)`: is told once of what was done to hundreds with a few statements (lots.py).

    Who hears of single acts is not told of these: what is done to many at once is one decision.
    """
    HEARS_LOTS.append(function)
    return function


def hears_arrivals(function):
    """Mark `function(numbers)`: is told which comments have just been inserted, once a batch, as part of the change."""
    ARRIVALS.append(function)
    return function


def hears_triaged(function):
    """Mark `function(numbers)`: is told which comments were just looked at and what rules did to them, as part of the change."""
    TRIAGED.append(function)
    return function


def answers_of_ours(channel_id, platform_ids):
    """The comment that each of our own answers among these belongs to."""
    found = {}
    for look in KNOWS_ANSWERS:
        found |= look(channel_id, platform_ids)
    return found


def put_tags(wanted):
    for put in PUTS_TAGS:
        put(wanted)


def tell(comment, activity):
    for hear in HEARS:
        hear(comment, activity)


def tell_lot(numbers, kind, by):
    for hear in HEARS_LOTS:
        hear(numbers, kind, by)


def tell_arrivals(numbers):
    for hear in ARRIVALS:
        hear(numbers)


def tell_triaged(numbers):
    for hear in TRIAGED:
        hear(numbers)
