"""What a watch hears of the last hours: the comments themselves, and what was there before them."""

from functools import cached_property

from sqlalchemy import func, select

from app.alerts.signs import Heard
from app.comments.models import Author, Comment
from app.extensions import db
from app.lib.clock import microseconds, moment_of
from app.lib.text import query_terms
from app.search.query import Query
from app.search.sql import among, select_ids
from app.territories.models import Place
from app.waves.models import Wave, WaveComment

HOURS = 2
MOST, MOST_BEFORE, MOST_RATE = 800, 1500, 250
HOUR = 3_600_000_000
# How long a place or a channel is remembered, and a wave counts as new.
REMEMBERED, NEW = 28 * 24, 24
# A word counts as never seen when nobody used it for so long.
MOST_WORDS = 30


class Hearing:
    """The comments of a watch in the last two hours, and questions about earlier ones."""

    def __init__(self, query, asking):
        self.query, self.asking = query, asking
        self.end = microseconds(asking.at)
        self.start = self.end - HOURS * HOUR
        self.ids = [number for number in self.listed(None, MOST) if number >= self.start]
        self.heard = self.read(self.ids)
        self.names = self.names_of(self.ids)

    def listed(self, before, limit):
        return select_ids(self.query, before=before, limit=limit, asking=self.asking)

    def read(self, ids):
        """These comments, as signs look at them."""
        places = self.grouped(Place.comment_id, Place.territory_id, ids)
        waves = self.grouped(WaveComment.comment_id, WaveComment.wave_id, ids)
        rows = db.session.execute(
            select(
                Comment.id, Comment.author_id, Comment.channel_id, Comment.words, Comment.toxic,
                Comment.sentiment,
            ).where(Comment.id.in_(ids))
        )  # fmt: skip
        return [
            Heard(
                row.id,
                row.author_id,
                row.channel_id,
                frozenset(row.words.split()),
                tuple(places.get(row.id, ())),
                next(iter(waves.get(row.id, ())), None),
                row.toxic or row.sentiment == "neg",
            )
            for row in rows
        ]

    def grouped(self, comment_id, value, ids):
        found = {}
        for number, one in db.session.execute(select(comment_id, value).where(comment_id.in_(ids))):
            found.setdefault(number, []).append(one)
        return found

    def names_of(self, ids):
        """The words that people are called by: no alert is about a person's name."""
        called = db.session.execute(
            select(Author.name, Author.handle)
            .join(Comment, Comment.author_id == Author.id)
            .where(Comment.id.in_(ids))
            .distinct()
        )
        return frozenset(word for row in called for name in row for word in query_terms(name))

    @cached_property
    def before(self):
        """The words of the comments just before: what those of now are held against."""
        ids = self.listed(self.start, MOST_BEFORE)
        rows = db.session.scalars(select(Comment.words).where(Comment.id.in_(ids)))
        return [frozenset(words.split()) for words in rows]

    def unseen(self, words):
        """Which of these words no comment of the watch held before."""
        some = [w for w in words if len(w) > 3 and w not in self.names and not w.isdigit()]
        return {word for word in some[:MOST_WORDS] if not self.said_before(word)}

    def said_before(self, word):
        query = Query.of(f'{self.query} "{word}"')
        return bool(select_ids(query, before=self.start, limit=1, asking=self.asking))

    def fresh_waves(self):
        """A test of whether a wave began lately."""
        numbers = {one.wave for one in self.heard if one.wave}
        since = self.end - NEW * HOUR
        new = select(Wave.id).where(Wave.id.in_(numbers), Wave.first_id >= since)
        return set(db.session.scalars(new)).__contains__

    def place_rates(self, keys):
        """How many comments an hour each place had in the last weeks."""
        return {key: self.rate(self.of_place(int(key))) for key in keys}

    def source_rates(self, keys):
        return {key: self.rate(self.of_channel(int(key))) for key in keys}

    def of_place(self, number):
        """Earlier comments about a place, the newest of them."""
        ids = self.stretch(Place.comment_id).where(Place.territory_id == number)
        return ids.order_by(Place.comment_id.desc())

    def of_channel(self, number):
        ids = self.stretch(Comment.id).where(Comment.channel_id == number)
        return ids.order_by(Comment.id.desc())

    def stretch(self, column):
        since = self.start - REMEMBERED * HOUR
        return select(column).where(column >= since, column < self.start)

    def rate(self, ids):
        """An hour's worth of them; beyond so many, how closely they lie tells."""
        found = db.session.scalars(ids.limit(MOST_RATE)).all()
        if not found:
            return 0.0
        hours = REMEMBERED if len(found) < MOST_RATE else (self.start - found[-1]) / HOUR
        return len(among(self.query, found, asking=self.asking)) / max(hours, 1.0)

    def reach(self, ids):
        """How many comments, people and channels."""
        row = db.session.execute(
            select(
                func.count(),
                func.count(Comment.author_id.distinct()),
                func.count(Comment.channel_id.distinct()),
            ).where(Comment.id.in_(ids))
        ).one()
        return tuple(row)

    @property
    def at(self):
        return moment_of(self.end)
