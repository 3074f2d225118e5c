"""A house with a channel on every platform there is a fake of, and on servers that nobody here wrote."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager

import httpx
from sqlalchemy import select, update

from app.channels.models import Channel, Poll
from app.channels.subscriptions import Subscription
from app.comments.models import Comment
from app.connectors.contract import Can
from app.connectors.registry import all_connectors
from app.extensions import db
from app.ingest.polling import begin_polls
from app.ingest.queries import ledger
from app.lib.clock import now
from app.lib.transaction import transaction
from app.moderation.models import Measure
from app.replies.models import Reply
from tests import cast
from tests.fakes.meta.graph import APP_ID, APP_SECRET, VERIFY_TOKEN
from tests.fakes.running import running
from tests.fixtures.house import free_port

META = {"META_APP_ID": APP_ID, "META_APP_SECRET": APP_SECRET, "META_VERIFY_TOKEN": VERIFY_TOKEN}
SIGNED_IN = {
    "facebook": "X-Hub-Signature-256", "instagram": "X-Hub-Signature-256", "x": "X-Twitter-Webhooks-Signature",
}  # fmt: skip


class Peer:
    """mastodon-mock, spoken to as a fake is: Alice is ours, Bob writes to her."""

    name = "mastodon"

    def __init__(self, port):
        self.url = f"http://127.0.0.1:{port}"
        bob = {"Authorization": "Bearer bob_token"}
        self.bob = httpx.Client(base_url=f"{self.url}/api/v1", headers=bob, trust_env=False)

    def account(self):
        return {"settings": {}, "secrets": {"token": "alice_token"}, "account_id": None}

    def post(self, text):
        return None

    def comment(self, text, **more):
        made = self.bob.post("/statuses", json={"status": f"@alice {text}"}).raise_for_status()
        return made.json()["id"]


@contextmanager
def mastodon_mock(folder):
    """A server that speaks the Mastodon API, for as long as the block lasts."""
    port, config = free_port(), folder / "mock.toml"
    seeds = '[[seed.accounts]]\nusername = "{0}"\naccess_token = "{0}_token"\n'
    config.write_text("".join(map(seeds.format, ("alice", "bob"))))
    command = [sys.executable, "-m", "mastodon_mock", "serve", "--in-memory", "--config", str(config)]  # fmt: skip
    with (folder / "mock.log").open("wb") as log:
        process = subprocess.Popen([*command, "--port", str(port)], stdout=log, stderr=log)
    try:
        yield Peer(port)
    finally:
        process.kill()
        process.wait()


class Place:
    """One channel of the crossroads, and the platform behind it."""

    def __init__(self, fake, title=None):
        self.fake, self.title = fake, title or fake.name
        self.kind = all_connectors()[fake.name]
        self.told, self.delivered = [], 0
        # The word that a platform shows which delivers everything and is never asked.
        self.secret = ""

    def connect(self, house):
        account = self.fake.account()
        settings = {"base_url": self.fake.url} | {
            name: value.replace("{url}", self.fake.url) if isinstance(value, str) else value
            for name, value in account["settings"].items()
        }
        row = cast.channel(
            self.fake.name, name=self.title, settings=settings, secrets=account["secrets"] | ({"webhook_secret": self.secret} if self.secret else {}),
            account_id=account["account_id"],
        )  # fmt: skip
        self.id = row.id
        if self.secret:
            self.fake.webhook(url=f"{house.url}/webhooks/{row.token}", secret=self.secret)

    def says(self, text):
        self.told.append(str(self.fake.comment(text=text, post=self.home)))

    def deliveries(self):
        """What the platform delivers of the last that was said: (path, body, headers)."""
        if self.fake.name in SIGNED_IN:
            header = SIGNED_IN[self.fake.name]
            return [(each["body"], {header: each["signature"]}) for each in self.fake.deliveries()]
        if self.fake.name in ("tiktok", "linkedin"):
            told = self.fake.webhook(id=self.told[-1])
            return [(told["body"], told["headers"])]
        return []

    def push(self):
        """What this platform brings by itself to the channel's own address: all that waits, or what its hub publishes."""
        if self.secret:
            answers = self.fake.push()
        elif self.kind.hears_hubs:
            answers = self.fake.publish()
        else:
            return False
        assert answers and set(answers) == {202}, (self.title, answers)
        return True

    def does(self, act):
        return act in self.kind.can


@contextmanager
def platforms(names, folder, peers=False):
    """These fakes, all started at once, and the peers."""
    with ExitStack() as stack, ThreadPoolExecutor(4) as hands:
        started = [(each, hands.submit(each.__enter__)) for each in map(running, names)]
        for each, _fake in started:
            stack.push(each.__exit__)
        fakes = [Place(fake.result()) for _each, fake in started]
        if peers:
            pushing = Place(stack.enter_context(running("telegram")), "telegram, delivering")
            pushing.secret = "the-word-of-the-webhook"
            fakes.append(pushing)
            peer = stack.enter_context(mastodon_mock(folder))
            fakes.append(Place(peer, "mastodon-mock"))
        yield fakes


def settings_of(places):
    """The team's applications on these platforms."""
    found = dict(META)
    for place in places:
        found |= place.fake.account().get("config") or {}
    return found


class Crossroads:
    """What is looked at in the house's database while everything happens."""

    def __init__(self, house, places):
        self.house, self.places = house, places

    def connect(self):
        """A channel for each, read once: what is said from now on is news."""
        with self.house.app():
            for place in self.places:
                if place.kind.hears_hubs:
                    place.fake.site(names_hub="header")
                place.connect(self.house)
            with transaction():
                begin_polls()
        self.house.until(self.all_read, 90, "not every channel was read")

    def all_read(self):
        with self.house.app():
            unread = select(Poll.channel_id).where(Poll.caught_up_at.is_(None))
            return db.session.scalar(unread.limit(1)) is None

    def promised(self):
        """Whether every hub has promised to tell us."""
        with self.house.app():
            return all(each.holds for each in db.session.scalars(select(Subscription)))

    def ask_all(self):
        """Every platform is asked now, and not only when its turn comes."""
        with self.house.app(), transaction():
            db.session.execute(update(Poll).values(due_at=now()))

    def arrived(self):
        """Whether everything that was said is here, with its words."""
        with self.house.app():
            wanted = {(place.id, name) for place in self.places for name in place.told}
            here = select(Comment.channel_id, Comment.platform_id).where(Comment.triaged_at.is_not(None))  # fmt: skip
            return wanted <= {tuple(row) for row in db.session.execute(here)}

    def numbers(self):
        """Our number of each comment: {(channel, its name there): id}."""
        with self.house.app():
            rows = select(Comment.channel_id, Comment.platform_id, Comment.id)
            return {(row[0], row[1]): row[2] for row in db.session.execute(rows)}

    def settled(self):
        """Whether all that we asked of the platforms is done."""
        with self.house.app():
            replies = set(db.session.scalars(select(Reply.state)))
            measures = set(db.session.scalars(select(Measure.state)))
            return replies == {"sent"} and measures <= {"done", "here"}

    def nothing_waits(self):
        with self.house.app():
            return all(self.book(place).waiting == 0 for place in self.places)

    def book(self, place):
        return ledger(db.session.get(Channel, place.id))

    def count(self, place, model, *where):
        wanted = select(model.id).join(Comment, Comment.id == model.comment_id)
        return len(db.session.scalars(wanted.where(Comment.channel_id == place.id, *where)).all())

    def rows(self):
        """One line a platform: what came in, what was done there, and its ledger."""
        with self.house.app():
            for place in self.places:
                book = self.book(place)
                assert book.adds_up and not book.refused, (place.title, book)
                answered = self.count(place, Reply, Reply.state == "sent")
                hidden = self.count(place, Measure, Measure.kind == "hide", Measure.state == "done")
                yield (
                    place.title, len(place.told) - place.delivered, place.delivered or "–",
                    answered if place.does(Can.REPLY) else "–", hidden if place.does(Can.HIDE) else "here",
                    f"{book.received} = {book.new} + {book.updated} + {book.known} + {book.refused} + {book.waiting}",
                )  # fmt: skip
