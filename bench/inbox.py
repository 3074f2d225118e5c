"""An inbox as it stands after two years: most is done, some is open, much is tagged, placed and judged.

Made once for each size and kept, since a million comments take a few minutes. The words are those of
the classifier's seed rows, two rows a comment, and a few that are planted to be rare.
"""

import argparse
import os
import random
import time
from datetime import timedelta
from pathlib import Path

from sqlalchemy import insert

from app.classifier.examples import read_seed
from app.comments.index import fill
from app.comments.models import Author, Comment, Post, Prediction
from app.extensions import db
from app.factory import create_app
from app.lib.clock import microseconds, now
from app.lib.text import normalise, script_of, search_text
from app.lib.transaction import transaction
from app.tags.models import Tag, Tagging
from app.territories.actions import load_gazetteer
from app.territories.models import Place, Territory
from bench.team import team
from config import ROOT, Settings

SIZES = (100_000, 1_000_000)
DAYS = 700
BATCH = 5000
# As often in every inbox, so that its list is as long in a small one as in a large one.
RARE_TIMES = 50
RARE = ("زغوانية", "barbechnia", "zaghouanaise")
TAGS = 30
LABELS = ("toxic", "question", "urgent")


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("sizes", nargs="*", type=int, default=SIZES)
    for size in options.parse_args().sizes:
        print(f"{size:,} comments in {inbox(size)}")


def inbox(size):
    """The SADA_HOME of an inbox with this many comments, made when there is none yet."""
    home = Path(os.environ.get("SADA_BENCH", ROOT / "var" / "bench")) / f"inbox-{size}"
    if (home / "made").exists():
        return home
    begun = time.perf_counter()
    app = open_inbox(home)
    with app.app_context():
        from flask_migrate import upgrade

        upgrade()
        Filling(size).fill()
        db.session.remove()
        db.engine.dispose()
    (home / "made").touch()
    print(f"made {size:,} comments in {time.perf_counter() - begun:.0f} s")
    return home


def open_inbox(home, **settings):
    """The app on the inbox of a folder."""
    given = {"SADA_HOME": str(home), "LOG_LEVEL": "ERROR", **settings}
    return create_app(Settings.from_environ(given, root=ROOT))


class Filling:
    """Everything the rows are made of; the same dice each time."""

    def __init__(self, size):
        self.size, self.dice = size, random.Random(7)
        texts = [example.text for example in read_seed()]
        self.texts = [(text, search_text(text), script_of(text)) for text in texts]
        self.step = timedelta(days=DAYS) / size
        self.start = now() - timedelta(days=DAYS)
        self.authors, self.posts = size // 5, max(1, size // 200)

    def fill(self):
        with transaction():
            self.users, self.channels = team()
            load_gazetteer()
            tags = [Tag(name=f"sujet {n}", key=normalise(f"sujet {n}")) for n in range(TAGS)]
            db.session.add_all(tags)
            db.session.flush()
            self.tags = [tag.id for tag in tags]
            self.weights = [1 / (place + 1) for place in range(TAGS)]
            self.places = list(db.session.scalars(db.select(Territory.id).limit(300)))
        self.keep(Author, self.author, self.authors)
        self.keep(Post, self.post, self.posts)
        for first in range(0, self.size, BATCH):
            with transaction():
                self.batch(range(first, min(first + BATCH, self.size)))

    def keep(self, model, row, count):
        for first in range(0, count, 20_000):
            with transaction():
                rows = [row(n) for n in range(first, min(first + 20_000, count))]
                db.session.execute(insert(model), rows)

    def author(self, n):
        return {
            "id": n + 1, "channel_id": self.channel_of(n), "platform_id": f"a{n}",
            "handle": f"citoyen{n}", "name": f"Citoyen {n % 5000}", "written": 5, "hidden": 0,
        }  # fmt: skip

    def post(self, n):
        return {
            "id": n + 1, "channel_id": self.channel_of(n), "platform_id": f"p{n}",
            "title": f"Publication {n}", "text": "",
        }  # fmt: skip

    def channel_of(self, n):
        return self.channels[n % len(self.channels)]

    def batch(self, numbers):
        comments = [self.comment(n) for n in numbers]
        ids = [row["id"] for row in comments]
        db.session.execute(insert(Comment), comments)
        fill(db.session.connection(), comments)
        scores = [score for row in comments for score in scores_of(row)]
        scores.sort(key=lambda score: (score["label"], score["comment_id"]))
        db.session.execute(insert(Prediction), scores)
        db.session.execute(insert(Tagging), [self.tagging(i) for i in ids if self.one_in(5)])
        db.session.execute(insert(Place), [self.place(i) for i in ids if self.one_in(10)])

    def comment(self, n):
        written = self.start + self.step * n
        text, words, script = self.words(n)
        status = self.status((self.size - n) / self.size)
        done, channel = status == "done", self.channel_of(self.skewed(len(self.channels)))
        scores = {label: round(self.dice.random() ** 4, 3) for label in LABELS}
        return {
            "id": microseconds(written), "channel_id": channel, "platform_id": f"c{n}",
            "post_id": 1 + n * self.posts // self.size, "author_id": self.dice.randrange(self.authors) + 1,
            "parent_platform_id": f"c{n - 3}" if self.one_in(3) else None,
            "thread": f"c{n // 3}", "text": text, "words": words, "script": script,
            "lang": self.dice.choices(("tn", "fr", "ar", "en", "mixed", ""), (48, 27, 12, 1, 7, 5))[0],
            "created_at": written, "received_at": written, "status": status,
            "by_us": self.one_in(20), "is_spam": self.one_in(50),
            "state": self.dice.choices(("visible", "hidden", "deleted", "pending"), (95, 3, 1, 1))[0],
            "snoozed_until": now() + timedelta(days=2) if status == "snoozed" else None,
            "assignee_id": self.dice.choice(self.users) if self.one_in(10) else None,
            "edited_at": written if self.one_in(100) else None,
            "answered_at": written + timedelta(hours=5) if done and self.one_in(5) else None,
            "resolved_at": written + timedelta(hours=6) if done else None,
            "toxic": scores["toxic"] >= 0.6, "scores": scores, "model": "bench",
            "sentiment": self.dice.choices(("neg", "neu", "pos"), (4, 5, 1))[0],
            "priority": max(scores["question"], scores["urgent"]) >= 0.6, "triaged_at": written,
        }  # fmt: skip

    def words(self, n):
        """Two seed rows; once in a while a rare word of each script."""
        (one, ones, script), (two, twos, _script) = self.dice.choices(self.texts, k=2)
        text, words = f"{one} {two}", f"{ones} {twos}"
        place = n % max(len(RARE), self.size // RARE_TIMES)
        if place < len(RARE):
            rare = RARE[place]
            text, words = f"{text} {rare}", f"{words} {search_text(rare)}"
        return text, words, script

    def status(self, age):
        """What is old is done; of the last fiftieth most is still open."""
        if self.dice.random() < (0.98 if age > 0.02 else 0.3):
            return "done"
        return "open" if self.dice.random() < 0.9 else "snoozed"

    def skewed(self, most):
        return min(int(self.dice.expovariate(0.7)), most - 1)

    def one_in(self, many):
        return self.dice.random() * many < 1

    def tagging(self, comment_id):
        return {
            "tag_id": self.dice.choices(self.tags, self.weights)[0],
            "comment_id": comment_id,
            "at": now(),
        }

    def place(self, comment_id):
        place = self.places[min(int(self.dice.expovariate(0.05)), len(self.places) - 1)]
        return {"territory_id": place, "comment_id": comment_id, "named": True}


def scores_of(comment):
    """The predictions that are kept of a comment: those of a tenth or more."""
    for label, score in comment["scores"].items():
        if score >= 0.1:
            yield {"label": label, "comment_id": comment["id"], "score": round(score * 1000)}


if __name__ == "__main__":
    main()
