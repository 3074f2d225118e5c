"""Who works in the inbox of a benchmark, and the channels it listens to."""

from app.accounts.models import ROLES, Role, User
from app.channels.models import Channel
from app.extensions import db

PEOPLE = (("Leila", "moderator"), ("Omar", "moderator"), ("Nadia", "lead"), ("Amel", "admin"))
MODERATOR = "bench-leila"


def team():
    """(ids of the users, ids of the channels): four people, and seven channels of which three answer nobody."""
    roles = {name: Role(name=name) for name in ROLES}
    kept = {role.name: role for role in db.session.scalars(db.select(Role))}
    people = [
        User(
            name=name, email=f"{name.lower()}@example.org", active=True,
            roles=[kept.get(role, roles[role])], fs_uniquifier=f"bench-{name.lower()}",
        )
        for name, role in PEOPLE
    ]  # fmt: skip
    channels = [channel(number, answered=number < 4) for number in range(7)]
    db.session.add_all([*people, *channels])
    db.session.flush()
    return [user.id for user in people], [row.id for row in channels]


def channel(number, *, answered):
    """A door whose other side can be told of answers and hides, or cannot."""
    settings = {"base_url": "https://bench.invalid/sada"} if answered else {}
    return Channel(
        platform="webhook",
        name=f"Page {number}",
        settings=settings,
        secrets={"secret": "bench" * 8},
    )
