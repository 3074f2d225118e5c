"""Kept days stay right whatever happens to comments: on both engines, in zones that change their clocks."""

import random
from collections import Counter
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import current_app
from sqlalchemy import delete, update

from app.comments.actions import mark_spam, unmark_spam
from app.comments.hooks import tell_arrivals
from app.comments.models import Activity, Comment
from app.comments.undo import undo
from app.extensions import db
from app.lib.clock import UTC
from app.moderation.actions import hide, unhide
from app.reports.counts import Counts
from app.reports.daybooks.keeping import keep, rebuild, recount, take_marks
from app.reports.daybooks.models import KeptDay, Mark
from app.reports.period import Period, calendar
from app.search.query import Query
from app.tags.actions import tag, untag
from app.tags.keeping import delete_tag, merge
from app.tags.models import Tag
from app.territories.models import Place, Territory
from tests import cast

# Clocks went back in Paris on 25 October 2026, and forward in Santiago (where a midnight is missing) on 6 September.
ZONES = {
    "Africa/Tunis": date(2026, 10, 23),
    "Europe/Paris": date(2026, 10, 24),
    "America/Santiago": date(2026, 9, 5),
    "Asia/Kolkata": date(2026, 10, 23),
}


@pytest.fixture
def town(any_app, leila, nadia):
    return Town(leila, nadia)


class Town:
    """A few days of comments, and everything that can happen to one."""

    def __init__(self, leila, nadia, first=date(2026, 10, 23), seed=11):
        self.dice, self.by, self.lead, self.first = random.Random(seed), leila, nadia, first
        self.channels = [cast.channel(name=name) for name in ("Page", "Mairie")]
        self.place = Territory(code="g33", kind="governorate", name_fr="Siliana", key="siliana")
        db.session.add(self.place)
        db.session.commit()
        for _each in range(8):
            self.arrive()

    def arrive(self):
        start = datetime(self.first.year, self.first.month, self.first.day, tzinfo=UTC)
        written = start + timedelta(minutes=15 * self.dice.randrange(4 * 24 * 4))
        more = {"lang": self.dice.choice(("fr", "ar", "")), "by_us": self.dice.random() < 0.1}
        comment = cast.comment(self.dice.choice(self.channels), created_at=written, **more)
        tell_arrivals([comment.id])  # as the shelf does that comments arrive on
        db.session.commit()
        return comment

    def some(self):
        return self.dice.choice(db.session.query(Comment).order_by(Comment.id).all())

    def step(self):
        """One thing that happens, with its own commit; what is refused changes nothing."""
        acts = (
            self.arrive, self.put, self.put, self.take_off, self.hide, self.show, self.undo, self.look_at, self.merge,
            self.forget_tag, self.forget, self.place_it, self.spam, self.by_statement,
        )  # fmt: skip
        try:
            self.dice.choice(acts)()
            db.session.commit()
        except Exception as refused:
            db.session.rollback()
            if type(refused).__name__ not in ("Refused", "Changed", "Gone"):
                raise

    def put(self):
        tag(self.some(), [self.dice.choice(("eau", "route", "école"))], by=self.by)

    def take_off(self):
        comment = self.some()
        untag(comment, [row.tag for row in comment.taggings], by=self.by)

    def hide(self):
        who = self.dice.choice(({"by": self.by}, {"by": None, "rule": "Cacher"}))
        hide(self.some(), **who)

    def show(self):
        unhide(self.some(), by=self.by)

    def undo(self):
        acts = db.session.query(Activity).order_by(Activity.id.desc()).limit(5).all()
        if acts:
            undo(self.dice.choice(acts).id, by=self.by)

    def look_at(self):
        comment = self.some()
        comment.triaged_at, comment.sentiment = datetime.now(UTC), self.dice.choice(("neg", "pos"))

    def merge(self):
        tags = db.session.query(Tag).order_by(Tag.id).all()
        if len(tags) > 1:
            merge(*self.dice.sample(tags, 2), by=self.lead)

    def forget_tag(self):
        if self.dice.random() < 0.3 and (tags := db.session.query(Tag).all()):
            delete_tag(self.dice.choice(tags), by=self.lead)

    def forget(self):
        db.session.execute(delete(Comment).where(Comment.id == self.some().id))

    def place_it(self):
        number = self.some().id
        if not db.session.get(Place, (self.place.id, number)):
            db.session.add(Place(territory_id=self.place.id, comment_id=number))

    def spam(self):
        comment = self.some()
        (unmark_spam if comment.is_spam else mark_spam)(comment, by=self.by)

    def by_statement(self):
        """As bulk acts and platforms do: no object, no trail."""
        new = {"state": self.dice.choice(("visible", "deleted")), "answered_at": datetime.now(UTC)}
        db.session.execute(update(Comment).where(Comment.id == self.some().id).values(**new))


def slowly(zone, day):
    """The counts of one day by reading every comment in Python, in the most obvious way."""
    found = Counter()
    for comment in db.session.query(Comment).all():
        here = comment.created_at.astimezone(zone).date() == day
        unseen = comment.by_us or comment.is_spam or comment.state in ("spam", "deleted", "gone")
        if not here or unseen:
            continue
        found["all"] += 1
        found["lang", comment.lang] += 1
        found["channel", comment.channel_id] += 1
        found["sentiment", comment.sentiment or ""] += 1
        for tagging in comment.taggings:
            found["tag", tagging.tag_id] += 1
        for place in comment.places:
            found["territory", place.territory_id] += 1
        hid = [act for act in comment.activities if act.kind == "hidden"]
        for key in {act.by_id or f"rule:{act.rule}" for act in hid if act.by_id or act.rule}:
            found["hidden-by", key] += 1
    return found


def counted(day, zone, user):
    counts = Counts(Query.of(""), Period(day, day + timedelta(days=1), "day", zone), user)
    found = Counter({"all": counts.total})
    for kind in ("lang", "channel", "sentiment", "tag", "territory", "hidden-by"):
        found.update({(kind, key): many for key, many in counts.by(kind).items()})
    return +found


@pytest.mark.parametrize("name", ZONES)
def test_whatever_happens_the_figures_are_those_of_a_slow_counter(any_app, leila, nadia, name):
    current_app.config["TIMEZONE"] = name
    zone, first = ZoneInfo(name), ZONES[name]
    town = Town(leila, nadia, first)
    days = [first + timedelta(days=n) for n in range(-1, 6)]
    for number in range(18):
        town.step()
        if number % 4 == 3:
            recount(most=town.dice.choice((1, 3, 20)))
        if number % 6 == 5:
            db.session.expire_all()
            for day in days:
                assert counted(day, zone, leila) == slowly(zone, day), (number, day)
    while recount():
        pass
    assert db.session.query(Mark).count() == 0
    assert rebuild()[1] == []


def test_a_change_while_a_day_is_counted_is_not_lost(town, leila):
    while recount():
        pass
    comment = town.some()
    tag(comment, ["eau"], by=leila)
    db.session.commit()
    days = take_marks(20)
    db.session.commit()
    from app.reports.daybooks.keeping import book_of
    from app.reports.daybooks.standing import basis

    made = {day: book_of(day) for day in days}
    tag(comment, ["route"], by=leila)
    db.session.commit()
    keep(made, basis())
    db.session.commit()

    found = Counts(
        Query.of("tag:route"), calendar("month", date(2026, 10, 1), ZoneInfo("Africa/Tunis")), leila
    )
    assert found.total == (0 if comment.by_us else 1)


def test_a_rebuild_finds_a_day_that_is_wrong_and_mends_it(town, leila):
    while recount():
        pass
    assert rebuild()[1] == []
    kept = db.session.query(KeptDay).filter(KeptDay.data != b"").first()
    day, other = kept.day, db.session.query(KeptDay).filter(KeptDay.day != kept.day).first()
    kept.data = other.data
    db.session.commit()
    assert rebuild()[1] == [day]
    assert rebuild()[1] == []
