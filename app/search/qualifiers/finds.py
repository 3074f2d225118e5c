"""Names of rows, as people type them, to the ids of the rows: one small read for each kind of name."""

from sqlalchemy import or_, select

from app.accounts.models import User
from app.channels.models import Channel
from app.comments.models import Author
from app.extensions import db
from app.lib.text import normalise
from app.tags.models import Tag
from app.territories.models import Territory
from app.territories.recognise import codes_of

MOST = 500
NOBODY = "nobody"


def platforms(values, asking):
    rows = db.session.execute(select(Channel.platform, Channel.id)).all()
    return {value: [id for platform, id in rows if platform == value] for value in values}


def channels(values, asking):
    """By the whole name, else by a part of it, whatever case, accents or Arabic letters."""
    rows = [
        (normalise(name), id) for name, id in db.session.execute(select(Channel.name, Channel.id))
    ]
    return found(
        (value, [id for name, id in rows if name == normalise(value)]
        or [id for name, id in rows if normalise(value) in name])
        for value in values
    )  # fmt: skip


def tags(values, asking):
    keys = {normalise(value): value for value in values}
    rows = db.session.execute(select(Tag.key, Tag.id).where(Tag.key.in_(keys)))
    ids = dict(rows.all())
    return {value: [ids[normalise(value)]] for value in values if normalise(value) in ids}


def authors(values, asking):
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


def assignees(values, asking):
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


def territories(values, asking):
    """By any spelling the gazetteer knows, with or without its article, or by code."""
    codes = {value: {value, *codes_of(value)} for value in values}
    keys = {normalise(value) for value in values}
    wanted = {code for some in codes.values() for code in some}
    rows = db.session.execute(
        select(Territory.id, Territory.key, Territory.code, Territory.name_ar).where(
            or_(
                Territory.key.in_(keys), Territory.code.in_(wanted), Territory.name_ar.in_(values)
            )
        )
    ).all()  # fmt: skip
    return found(
        (value, [id for id, key, code, arabic in rows
         if key == normalise(value) or code in codes[value] or arabic == value])
        for value in values
    )  # fmt: skip


def found(pairs):
    return {value: ids for value, ids in pairs if ids}
