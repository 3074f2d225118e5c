"""What rooms above say of comments that joined a wave after somebody acted on it: nobody saw those before they were acted on."""

KEEPS_FROM, TOLD = [], []


def keeps_from(function):
    """Mark `function(act, comment)`: whether a machine may not do this to this comment."""
    KEEPS_FROM.append(function)
    return function


def hears_newcomers(function):
    """Mark `function(act, comment, activity)`: is told what was done to one; without an activity, that it was kept from it."""
    TOLD.append(function)
    return function


def is_kept_from(act, comment):
    return any(keep(act, comment) for keep in KEEPS_FROM)


def tell(act, comment, activity):
    for hear in TOLD:
        hear(act, comment, activity)
