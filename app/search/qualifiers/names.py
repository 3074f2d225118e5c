"""Qualifiers whose values are names of rows: platform, channel, tag, author, assignee, territory."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import and_, exists, false

from app.comments.models import Comment
from app.connectors.registry import all_connectors
from app.lib.text import normalise
from app.search.leads import ROWS, by_status, listed, rows_of
from app.search.problems import Odd, nearest
from app.search.qualifiers import finds, offers
from app.search.qualifiers.finds import NOBODY
from app.tags.models import Tagging
from app.territories.models import Place

FEW, MANY = 8, 30
_ME = frozenset(map(normalise, ("me", "moi", "أنا", "انا")))
_NOBODY = frozenset(map(normalise, (NOBODY, "none", "personne", "لا-أحد")))


def as_typed(typed):
    return typed


def read_platform(typed):
    known = {
        normalise(word): name
        for name, c in all_connectors().items()
        for word in (name, str(c.title))
    }
    if normalise(typed) not in known:
        raise Odd(*(known[normalise(word)] for word in nearest(typed, known)))
    return known[normalise(typed)]


def read_assignee(typed):
    word = normalise(typed)
    return "me" if word in _ME else NOBODY if word in _NOBODY else typed


def among(column, name, value, asking):
    """A condition on a column that holds one of the ids a name stands for."""
    ids = asking.named(name, value)
    # said in full, because "not (nothing in these)" is neither true nor false in SQL
    return and_(column.is_not(None), column.in_(ids)) if ids else false()


def by_column(name, column):
    """A qualifier over a column of comments that has an index of its own."""

    def lead(value, asking, statuses):
        ids = asking.named(name, value)
        if not 0 < len(ids) <= MANY:
            return None
        return tuple(arm for id in ids for arm in listed(ROWS.c[column] == id))

    return {
        "name": name,
        "clause": lambda value, asking: among(Comment.__table__.c[column], name, value, asking),
        "test": lambda value, c, asking: getattr(c, column) in asking.named(name, value),
        "lead": lead,
    }


def by_rows(name, model, column, backref):
    """A qualifier over rows of another table that each name a comment."""

    def clause(value, asking):
        ids = asking.named(name, value)
        if not ids:
            return false()
        return exists().where(getattr(model, column).in_(ids), model.comment_id == Comment.id)

    def lead(value, asking, statuses):
        ids = asking.named(name, value)
        if not 0 < len(ids) <= FEW:
            return None
        return tuple(arm for id in ids for arm in rows_of(model, lambda t, id=id: t[column] == id))

    return {
        "name": name,
        "clause": clause,
        "test": lambda value, c, asking: any(
            getattr(row, column) in asking.named(name, value) for row in getattr(c, backref)
        ),
        "lead": lead,
    }


BY_ASSIGNEE = by_column("assignee", "assignee_id")
BY_AUTHOR = by_column("author", "author_id")


def author_lead(value, asking, statuses):
    ids = asking.named("author", value)
    if len(ids) <= FEW:
        return BY_AUTHOR["lead"](value, asking, statuses)
    # many who share a name wrote little each: their rows are sorted rather than merged
    return listed(ROWS.c.author_id.in_(ids))


def assignee_lead(value, asking, statuses):
    ids = asking.named("assignee", value)
    return by_status(statuses, ROWS.c.assignee_id == ids[0]) if len(ids) == 1 else None


def assignee_clause(value, asking):
    if value == NOBODY:
        return Comment.assignee_id.is_(None)
    return BY_ASSIGNEE["clause"](value, asking)


def assignee_test(value, comment, asking):
    if value == NOBODY:
        return comment.assignee_id is None
    return BY_ASSIGNEE["test"](value, comment, asking)


QUALIFIERS = (
    by_column("platform", "channel_id")
    | {
        "about": _l("the platform it comes from"),
        "aliases": ("plateforme", "منصة"),
        "read": read_platform,
        "find": finds.platforms,
        "offer": offers.platforms,
    },
    by_column("channel", "channel_id")
    | {
        "about": _l("the channel of ours it stands on"),
        "aliases": ("canal", "قناة"),
        "read": as_typed,
        "find": finds.channels,
        "offer": offers.channels,
    },
    by_rows("tag", Tagging, "tag_id", "taggings")
    | {
        "about": _l("a tag that was put on it"),
        "aliases": ("étiquette", "وسم"),
        "read": as_typed,
        "find": finds.tags,
        "offer": offers.tags,
    },
    BY_AUTHOR
    | {
        "about": _l("who wrote it, by handle or by name"),
        "aliases": ("auteur", "كاتب"),
        "read": lambda typed: typed.removeprefix("@") or typed,
        "find": finds.authors,
        "offer": offers.authors,
        "lead": author_lead,
    },
    BY_ASSIGNEE
    | {
        "about": _l("whose it is: me, nobody, or a name"),
        "aliases": ("responsable", "مكلف"),
        "read": read_assignee,
        "find": finds.assignees,
        "offer": offers.assignees,
        "clause": assignee_clause,
        "test": assignee_test,
        "lead": assignee_lead,
    },
    by_rows("territory", Place, "territory_id", "places")
    | {
        "about": _l("a place it names"),
        "aliases": ("territoire", "lieu", "مكان", "منطقة"),
        "read": as_typed,
        "find": finds.territories,
        "offer": offers.territories,
    },
)
