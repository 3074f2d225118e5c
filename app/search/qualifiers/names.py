"""Qualifiers whose values are names of rows: platform, channel, tag, author, assignee, territory."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import and_, exists, false, or_, select

from app.accounts.models import User
from app.channels.models import Channel
from app.comments.models import Author, Comment
from app.connectors.registry import all_connectors
from app.extensions import db
from app.lib.text import normalise
from app.search.leads import ROWS, by_status, listed, rows_of
from app.search.problems import Odd, nearest
from app.search.qualifiers import offers
from app.tags.models import Tag, Tagging
from app.territories.models import Place, Territory

MOST = 500
FEW = 8
NOBODY = "nobody"
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


def find_platforms(values, asking):
    rows = db.session.execute(select(Channel.platform, Channel.id)).all()
    return {value: [id for platform, id in rows if platform == value] for value in values}


def find_channels(values, asking):
    """By the whole name, else by a part of it, whatever case, accents or Arabic letters."""
    rows = [
        (normalise(name), id) for name, id in db.session.execute(select(Channel.name, Channel.id))
    ]
    return found(
        (value, [id for name, id in rows if name == normalise(value)]
        or [id for name, id in rows if normalise(value) in name])
        for value in values
    )  # fmt: skip


def find_tags(values, asking):
    keys = {normalise(value): value for value in values}
    rows = db.session.execute(select(Tag.key, Tag.id).where(Tag.key.in_(keys)))
    ids = dict(rows.all())
    return {value: [ids[normalise(value)]] for value in values if normalise(value) in ids}


def find_authors(values, asking):
    """By handle or by name, each as it is written on the platform."""
    words = {value: {value, value.lower(), f"@{value}"} for value in values}
    wanted = {word for some in words.values() for word in some}
    rows = db.session.execute(
        select(Author.id, Author.handle, Author.name)
        .where(or_(Author.handle.in_(wanted), Author.name.in_(values)))
        .limit(MOST)
    ).all()
    return found(
        (value, [id for id, handle, name in rows if handle in words[value] or name == value])
        for value in values
    )


def find_assignees(values, asking):
    users = db.session.execute(select(User.id, User.name, User.email)).all()

    def ids(value):
        word = normalise(value)
        return [
            id
            for id, name, email in users
            if word in (normalise(name), email.lower(), email.lower().split("@")[0])
        ]

    special = {"me": [asking.me] if asking.me else [], NOBODY: []}
    named = found((value, ids(value)) for value in values if value not in special)
    return {value: special[value] for value in values if value in special} | named


def find_territories(values, asking):
    """By name in either language, or by code."""
    keys = {normalise(value) for value in values}
    rows = db.session.execute(
        select(Territory.id, Territory.key, Territory.code, Territory.name_ar).where(
            or_(Territory.key.in_(keys), Territory.code.in_(values), Territory.name_ar.in_(values))
        )
    ).all()
    return found(
        (value, [id for id, key, code, arabic in rows if normalise(value) == key or value in (code, arabic)])
        for value in values
    )  # fmt: skip


def found(pairs):
    return {value: ids for value, ids in pairs if ids}


def among(column, name, value, asking):
    """A condition on a column that holds one of the ids a name stands for."""
    ids = asking.named(name, value)
    # said in full, because "not (nothing in these)" is neither true nor false in SQL
    return and_(column.is_not(None), column.in_(ids)) if ids else false()


def by_column(name, column):
    """A qualifier over a column of comments that has an index of its own."""

    def lead(value, asking, statuses):
        ids, kept = asking.named(name, value), ROWS.c[column]
        if len(ids) > FEW:
            # many who share a name wrote little each: their rows are sorted rather than merged
            return listed(kept.in_(ids))
        return tuple(arm for id in ids for arm in listed(kept == id)) or None

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
        "find": find_platforms,
        "offer": offers.platforms,
    },
    by_column("channel", "channel_id")
    | {
        "about": _l("the channel of ours it stands on"),
        "aliases": ("canal", "قناة"),
        "read": as_typed,
        "find": find_channels,
        "offer": offers.channels,
    },
    by_rows("tag", Tagging, "tag_id", "taggings")
    | {
        "about": _l("a tag that was put on it"),
        "aliases": ("étiquette", "وسم"),
        "read": as_typed,
        "find": find_tags,
        "offer": offers.tags,
    },
    by_column("author", "author_id")
    | {
        "about": _l("who wrote it, by handle or by name"),
        "aliases": ("auteur", "كاتب"),
        "read": lambda typed: typed.removeprefix("@") or typed,
        "find": find_authors,
        "offer": offers.authors,
    },
    BY_ASSIGNEE
    | {
        "about": _l("whose it is: me, nobody, or a name"),
        "aliases": ("responsable", "مكلف"),
        "read": read_assignee,
        "find": find_assignees,
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
        "find": find_territories,
        "offer": offers.territories,
    },
)
