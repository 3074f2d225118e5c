"""A query asked of a daybook, where it holds everything the query is about."""

from app.search.qualifiers.doers import ANYONE, RULE
from app.search.qualifiers.language import kept
from app.search.qualifiers.names import NOBODY
from app.search.tree import All, Either, Filter, Not

STATES = frozenset(
    "open done snoozed escalated answered assigned toxic priority spam hidden deleted edited new ours reply "
    "corrected shown".split()
)
ROWS = {
    "platform": "channel",
    "channel": "channel",
    "tag": "tag",
    "territory": "territory",
    "post": "post",
}
KEPT = {"has": {"tag": "tag", "territory": "territory", "post": "post"}}


def covers(part):
    """Whether daybooks can tell which comments a part of a query means."""
    if isinstance(part, Filter):
        return part.name in _MASKS and _MASKS[part.name][0](part.value)
    if isinstance(part, Not):
        return covers(part.part)
    return isinstance(part, All | Either) and all(map(covers, part.parts))


def mask(part, book, asking):
    """The comments of a day that a part of a query means, as bits."""
    if isinstance(part, Filter):
        return _MASKS[part.name][1](part.value, book, asking)
    if isinstance(part, Not):
        return book.all & ~mask(part.part, book, asking)
    if isinstance(part, Either):
        found = 0
        for each in part.parts:
            found |= mask(each, book, asking)
        return found
    found = book.all
    for each in part.parts:
        found &= mask(each, book, asking)
    return found


def always(value):
    return True


def named(name, kind):
    return always, lambda value, book, asking: book.any_of(kind, asking.named(name, value))


def state(value, book, asking):
    if value in ("question", "urgent"):
        return book.of("label", value)
    if value in ("unanswered", "unassigned"):
        return book.all & ~book.of("is", value.removeprefix("un"))
    if value == "mine":
        return book.of("assignee", asking.me)
    return book.of("is", value)


def is_state(value):
    return value in STATES or value in ("question", "urgent", "unanswered", "unassigned", "mine")


def assignee(value, book, asking):
    if value == NOBODY:
        return book.all & ~book.of("is", "assigned")
    return book.any_of("assignee", asking.named("assignee", value))


def done_by(kind):
    """Keys are the ids of people, and `rule:` with the name of a rule."""

    def by(value, book, asking):
        if value == ANYONE:
            return book.every(kind)
        if value == RULE:
            return book.any_of(kind, [k for k in book.bits.get(kind, ()) if isinstance(k, str)])
        return book.any_of(kind, [*asking.named(kind, value), f"rule:{value}"])

    return always, by


_MASKS = {name: named(name, kind) for name, kind in ROWS.items()} | {
    "is": (is_state, state),
    "lang": (always, lambda value, book, asking: book.of("lang", kept(value))),
    "script": (always, lambda value, book, asking: book.of("script", kept(value))),
    "sentiment": (always, lambda value, book, asking: book.of("sentiment", value)),
    "label": (str.isalpha, lambda value, book, asking: book.of("label", value)),
    "assignee": (always, assignee),
    "hour": (always, lambda value, book, asking: book.of("hour", int(value))),
    "wave": (str.isdecimal, lambda value, book, asking: book.of("wave", int(value))),
    "has": (KEPT["has"].__contains__, lambda value, book, asking: book.every(value)),
    **{kind: done_by(kind) for kind in ("acted-by", "answered-by", "hidden-by")},
}
