"""A channel of its own for one test, and people who write there through its signed door."""

from datetime import UTC, datetime, timedelta
from itertools import count
from urllib.parse import quote

from sqlalchemy import func, select

from app.comments.models import Activity, Comment
from app.extensions import db
from app.lib.transaction import transaction
from app.notes.actions import note
from tests import cast
from tests.fixtures.house import deliver

numbers = count(1)
SECRET = "a secret of the sending system"


class Town:
    """What a test needs to have comments in a list of their own."""

    def __init__(self, house, call_back):
        self.house, self.name = house, f"Town{next(numbers)}"
        with house.app(), transaction():
            row = cast.Channel(
                platform="webhook",
                name=self.name,
                settings={"base_url": call_back},
                secrets={"secret": SECRET},
            )
            db.session.add(row)
            db.session.flush()
            self.id, self.token = row.id, row.token

    @property
    def list(self):
        """The address of its open comments."""
        return f"/inbox?q={quote(f'is:open channel:{self.name}')}"

    def writes(self, *texts, **more):
        """People write, the last text longest ago; gives their ids over there, once all are in the inbox and triaged."""
        numbered = [(f"{self.name}-{next(numbers)}", text) for text in texts]
        start = datetime.now(UTC)
        items = [
            {
                "id": name,
                "text": text,
                "created_at": (start - timedelta(minutes=minutes)).isoformat(),
                "author": {"id": f"{self.name}-author", "name": "Sami Ben Ali", "handle": "sami"},
                **more,
            }
            for minutes, (name, text) in enumerate(numbered)
        ]
        deliver(self.house, (self.token, SECRET), items)
        names = [name for name, _text in numbered]
        self.house.until(lambda: self.triaged(names) == len(names), 20, "not triaged")
        return names

    def triaged(self, names):
        wanted = select(func.count()).where(
            Comment.platform_id.in_(names), Comment.triaged_at.is_not(None)
        )
        with self.house.app():
            return db.session.scalar(wanted)

    def comment(self, name):
        """One comment as it is kept now, for a look at its columns."""
        with self.house.app():
            row = db.session.scalar(select(Comment).where(Comment.platform_id == name))
            return {column.key: getattr(row, column.key) for column in Comment.__table__.columns}

    def kinds(self, name):
        """What happened to a comment by people, in order."""
        with self.house.app():
            mine = Activity.comment_id == Comment.id, Comment.platform_id == name
            wanted = select(Activity.kind).join(Comment, mine[0]).where(mine[1], Activity.by_id > 0)
            return list(db.session.scalars(wanted.order_by(Activity.id)))

    def changes(self, name):
        """Somebody else changes a comment meanwhile."""
        with self.house.app(), transaction():
            comment = db.session.scalar(select(Comment).where(Comment.platform_id == name))
            note(comment, "Vu.", by=None)

    def asleep(self):
        """How many of its comments are snoozed."""
        return self.standing("snoozed")

    def still_open(self):
        return self.standing("open")

    def standing(self, status):
        here = Comment.channel_id == self.id, Comment.status == status
        with self.house.app():
            return db.session.scalar(select(func.count()).select_from(Comment).where(*here))
