"""The people and things that tests talk about: Leila moderates, Nadia leads, Amel administers, Sami insults."""

from itertools import count

from app.accounts.models import Role, User
from app.channels.models import Channel
from app.comments.models import Author, Comment, Post
from app.extensions import db
from app.lib.clock import ago, microseconds
from app.lib.text import script_of, search_text

numbers = count(1)
PASSWORD = "un mot de passe assez long"


def person(name, role, **more):
    """Someone who signs in with PASSWORD."""
    kept = db.session.query(Role).filter_by(name=role).first() or Role(name=role)
    more.setdefault("email", f"{name.lower()}@example.org")
    user = User(
        name=name, roles=[kept], fs_uniquifier=f"{name}-{next(numbers)}", active=True, **more
    )
    db.session.add(user)
    db.session.commit()
    return user


def channel(platform="webhook", name="Page de PACT", **more):
    """A presence of ours; a webhook channel can be answered through its call-back."""
    row = Channel(platform=platform, name=name, **more)
    db.session.add(row)
    db.session.commit()
    return row


def post(channel, title="Réunion publique à Sidi Khiar"):
    row = Post(channel_id=channel.id, platform_id=f"post-{next(numbers)}", title=title)
    db.session.add(row)
    db.session.commit()
    return row


def author(channel, name="Sami"):
    number = next(numbers)
    row = Author(
        channel_id=channel.id,
        platform_id=f"author-{number}",
        name=name,
        handle=f"{name.lower()}{number}",
        written=1,
    )
    db.session.add(row)
    db.session.commit()
    return row


def comment(channel, text="علاش الماء مقصوص؟", **more):
    """One comment of the inbox, found by its words as if it had arrived."""
    from app.comments.index import fill

    number = next(numbers)
    created = more.pop("created_at", ago(minutes=10_000 - number))
    platform_id = more.pop("platform_id", f"c-{number}")
    row = Comment(
        id=microseconds(created) + number, channel_id=channel.id, platform_id=platform_id, created_at=created,
        thread=more.pop("thread", platform_id), text=text, words=search_text(text), script=script_of(text), **more,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    fill(db.session.connection(), [{"id": row.id, "words": row.words}])
    db.session.commit()
    return row
