"""Names to suggest for what is typed so far: one small read each, by the start of the name."""

from sqlalchemy import func, or_, select

from app.accounts.models import User
from app.channels.models import Channel
from app.comments.models import Author
from app.connectors.registry import all_connectors
from app.extensions import db
from app.lib.text import normalise
from app.tags.models import Tag
from app.territories.models import Territory

MOST = 8


def platforms(typed, asking):
    start = normalise(typed)
    for name, connector in all_connectors().items():
        if name.startswith(start) or normalise(str(connector.title)).startswith(start):
            yield name, connector.title


def channels(typed, asking):
    rows = db.session.execute(select(Channel.name, Channel.platform).order_by(Channel.name))
    return [(name, platform) for name, platform in rows if normalise(typed) in normalise(name)][
        :MOST
    ]


def tags(typed, asking):
    rows = db.session.scalars(
        select(Tag.name).where(*begins(Tag.key, normalise(typed))).order_by(Tag.key).limit(MOST)
    )
    return [(name, "") for name in rows]


def authors(typed, asking):
    """By handle and by name; nothing until two letters are typed, since anybody would do."""
    typed = typed.removeprefix("@")
    if len(typed) < 2:
        return []
    known = []
    for column in (Author.handle, Author.name):
        for start in dict.fromkeys((typed, typed.lower(), typed.capitalize())):
            rows = select(Author.handle, Author.name).where(*begins(column, start)).limit(MOST)
            known += [(h or n, n if h else "") for h, n in db.session.execute(rows)]
    return list(dict.fromkeys(known))[:MOST]


def assignees(typed, asking):
    start = normalise(typed)
    rows = db.session.execute(select(User.name, User.email).where(User.active).order_by(User.name))
    names = [(name or email, email) for name, email in rows]
    special = [(word, "") for word in ("me", "nobody") if word.startswith(start)]
    return (
        special + [pair for pair in names if any(normalise(w).startswith(start) for w in pair)]
    )[:MOST]


def territories(typed, asking):
    start = normalise(typed)
    rows = db.session.execute(
        select(Territory.name_fr, Territory.name_ar)
        .where(or_(Territory.key.startswith(start, autoescape=True), Territory.name_ar.startswith(typed, autoescape=True)))
        .order_by(func.length(Territory.code), Territory.key)
        .limit(MOST)
    )  # fmt: skip
    return list(dict.fromkeys((french, arabic) for french, arabic in rows))


def begins(column, start):
    """Conditions of a range that an index can seek on both engines, which LIKE cannot promise."""
    yield column >= start
    yield column < start + "\U0010ffff"
