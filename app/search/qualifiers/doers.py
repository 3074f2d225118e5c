"""`acted-by:` `hidden-by:` `answered-by:` who of us, or which rule, did something to a comment."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import exists, or_

from app.comments.activity import Kind
from app.comments.models import Activity, Comment
from app.lib.text import normalise
from app.replies.models import Reply
from app.search.qualifiers import finds, offers

ANYONE, RULE = "anyone", "rule"
_ANYONE = frozenset(map(normalise, (ANYONE, "quelqu'un", "أحد")))
_RULE = frozenset(map(normalise, (RULE, "règle", "قاعدة")))
_ME = frozenset(map(normalise, ("me", "moi", "أنا")))


def read(typed):
    word = normalise(typed)
    return ANYONE if word in _ANYONE else RULE if word in _RULE else "me" if word in _ME else typed


def find(values, asking):
    """The ids of the people; a name of nobody may be that of a rule, and is no mistake."""
    people = finds.assignees([value for value in values if value not in (ANYONE, RULE)], asking)
    return {value: people.get(value, ()) for value in values}


def whose(by_id, rule, name, value, asking):
    """The condition that a row was done by who a value names."""
    if value == ANYONE:
        return (
            or_(by_id.is_not(None), rule.is_not(None)) if rule is not None else by_id.is_not(None)
        )
    if value == RULE:
        return rule.is_not(None) if rule is not None else by_id.in_(())
    ids = list(asking.named(name, value))
    return or_(by_id.in_(ids), rule == value) if rule is not None else by_id.in_(ids)


def by_acts(name, *kinds):
    """A qualifier over what is on the trail, of these kinds or of any."""

    def clause(value, asking):
        done = exists().where(Activity.comment_id == Comment.id)
        done = done.where(Activity.kind.in_(kinds)) if kinds else done
        return done.where(whose(Activity.by_id, Activity.rule, name, value, asking))

    def test(value, comment, asking):
        return any(
            is_whose(act.by_id, act.rule, name, value, asking)
            for act in comment.activities
            if not kinds or act.kind in kinds
        )

    return {"name": name, "clause": clause, "test": test}


def is_whose(by_id, rule, name, value, asking):
    if value == ANYONE:
        return by_id is not None or rule is not None
    if value == RULE:
        return rule is not None
    return (by_id is not None and by_id in asking.named(name, value)) or rule == value


def answered(value, asking):
    sent = exists().where(Reply.comment_id == Comment.id, Reply.state == "sent")
    return sent.where(whose(Reply.by_id, None, "answered-by", value, asking))


def is_answered(value, comment, asking):
    return any(
        is_whose(reply.by_id, None, "answered-by", value, asking)
        for reply in comment.replies
        if reply.state == "sent"
    )


def offer(typed, asking):
    start = normalise(typed)
    yield from ((word, about) for word, about in SPECIAL if word.startswith(start))
    yield from ((n, a) for n, a in offers.assignees(typed, asking) if n != finds.NOBODY)


SPECIAL = ((ANYONE, _l("any of us, or a rule")), (RULE, _l("a rule, not a person")))
COMMON = {"read": read, "find": find, "offer": offer}

QUALIFIERS = (
    by_acts("acted-by")
    | COMMON
    | {"about": _l("who of us did something to it, or which rule"), "aliases": ("traité", "عالجه")},
    by_acts("hidden-by", str(Kind.HIDDEN))
    | COMMON
    | {"about": _l("who of us hid it, or which rule"), "aliases": ("masqué", "أخفاه")},
    {"name": "answered-by", "clause": answered, "test": is_answered}
    | COMMON
    | {"about": _l("who of us wrote the answer that was sent"), "aliases": ("répondu", "أجابه")},
)
