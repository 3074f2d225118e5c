"""A killed anything loses nothing: web, worker and Valkey die while comments pour in."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from app.comments.models import Comment
from app.extensions import db
from app.lib.transaction import transaction
from tests import cast
from tests.fixtures.house import House, deliver

COMMENTS, BATCH, SENDERS, ROUNDS = 20_000, 100, 4, 2
SECRET = "a secret of the sending system"
TEXTS = (
    "علاش الماء مقصوص؟",
    "Où sont publiés les critères ?",
    "3lech ma jawebtouch",
    "Thank you for the workshop",
)


@pytest.fixture
def house(tmp_path):
    house = House(tmp_path)
    house.start()
    yield house
    house.stop()


@pytest.mark.slow
def test_twenty_thousand_comments_survive_every_kill_and_arrive_once(house):
    channel = webhook_channel(house)
    trouble = Trouble(house)
    trouble.start()

    with ThreadPoolExecutor(SENDERS) as senders:
        list(
            senders.map(
                lambda first: deliver(house, channel, comments(first)), range(0, COMMENTS, BATCH)
            )
        )
    trouble.join(120)
    assert not trouble.is_alive()
    house.until(lambda: triaged(house) == COMMENTS, 180, "not every comment was triaged")

    assert all(number >= ROUNDS for number in trouble.killed.values())
    assert platform_ids(house) == {f"c{n}" for n in range(COMMENTS)}
    with house.app():
        from app.ingest.queries import ledger

        counted = ledger(cast.Channel.query.one())
        assert (
            counted.adds_up and counted.new == COMMENTS and counted.waiting == counted.refused == 0
        )


def webhook_channel(house):
    with house.app(), transaction():
        channel = cast.Channel(platform="webhook", name="Old system", secrets={"secret": SECRET})
        db.session.add(channel)
        db.session.flush()
        return channel.token, SECRET


def comments(first):
    return [
        {
            "id": f"c{n}",
            "text": f"{TEXTS[n % 4]} {n}",
            "author": {"id": f"a{n % 900}", "name": "Sami"},
        }
        for n in range(first, first + BATCH)
    ]


def triaged(house):
    with house.app():
        return db.session.scalar(select(func.count()).where(Comment.triaged_at.is_not(None)))


def platform_ids(house):
    with house.app():
        ids = list(db.session.scalars(select(Comment.platform_id)))
        assert len(ids) == len(set(ids))
        return set(ids)


class Trouble(threading.Thread):
    """Kills one part after another, each as soon as the one before is back."""

    def __init__(self, house):
        super().__init__(daemon=True)
        self.house = house
        self.killed = dict.fromkeys(("worker", "valkey", "web"), 0)

    def run(self):
        for part in [*self.killed] * ROUNDS:
            self.killed[part] += self.house.kill(part)
            if part == "valkey":
                self.wipe()
            self.house.until(
                lambda part=part: self.back(part), 60, f"no recovery from the death of {part}"
            )

    def back(self, part):
        return self.house.pids(part) and self.house.ready()

    def wipe(self):
        # What Valkey kept is gone with it: the database alone must be enough.
        for path in self.house.home.rglob("appendonly*"):
            for file in path.rglob("*") if path.is_dir() else [path]:
                file.unlink(missing_ok=True)
