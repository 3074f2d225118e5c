"""A report's figures are those of the lists behind them, and of a slow, obviously right counter."""

import random
from datetime import date, datetime, timedelta
from statistics import median
from zoneinfo import ZoneInfo

import pytest

from app.extensions import db
from app.lib.clock import UTC
from app.reports.counts import counts
from app.reports.making import document
from app.reports.period import Period
from app.tags.models import Tag, Tagging
from tests import cast

TUNIS = ZoneInfo("Africa/Tunis")
NOVEMBER = Period(date(2026, 11, 1), date(2026, 12, 1), "week", TUNIS)


@pytest.fixture
def month(any_app, leila):
    """Two hundred comments around November, some tagged, some answered, some not to be counted."""
    chance = random.Random(7)
    channels = [cast.channel(name=name) for name in ("Page", "Formulaire")]
    tags = [Tag(name=name, key=name) for name in ("eau", "routes potables")]
    db.session.add_all(tags)
    db.session.flush()
    comments = [some_comment(chance, channels, tags) for _ in range(200)]
    db.session.commit()
    return comments, channels, tags


def some_comment(chance, channels, tags):
    written = datetime(2026, 10, 25, tzinfo=UTC) + timedelta(minutes=chance.randrange(45 * 1440))
    answered = (
        written + timedelta(seconds=chance.randrange(60, 400_000))
        if chance.random() < 0.4
        else None
    )
    comment = cast.comment(
        chance.choice(channels), "الماء", created_at=written, lang=chance.choice(["fr", "ar", ""]),
        answered_at=answered, is_spam=chance.random() < 0.1, by_us=chance.random() < 0.1,
    )  # fmt: skip
    for tag in tags:
        if chance.random() < 0.5:
            db.session.add(Tagging(tag_id=tag.id, comment_id=comment.id))
    return comment


def slow(comments, period, keep):
    low, high = period.ids
    some = [c for c in comments if low <= c.id < high and not c.is_spam and not c.by_us and keep(c)]
    delays = [(c.answered_at - c.created_at).total_seconds() for c in some if c.answered_at]
    return len(some), len(delays), median(delays) if delays else None


def test_the_answers_of_each_tag_are_those_of_a_slow_counter(month, leila):
    comments, _channels, tags = month
    made = document("tags", NOVEMBER, user=leila, locale="en")
    blocks = {block.key: block.table.rows for block in made.blocks}
    numbers = {f"#{each.name}": each.id for each in tags}

    assert len(blocks["tags-answered"]) == len(blocks["tags"]) == 2
    for name, count, answered, _share, middle in (row.cells for row in blocks["tags-answered"]):
        slowly = slow(comments, NOVEMBER, bears(numbers[name]))
        assert (count, answered) == slowly[:2]
        assert middle == pytest.approx(slowly[2], abs=0.01)
    for name, _count, _share, before, _change in (row.cells for row in blocks["tags"]):
        assert before == slow(comments, NOVEMBER.before, bears(numbers[name]))[0]


def bears(number):
    return lambda comment: number in [each.tag_id for each in comment.taggings]


def test_a_day_is_a_day_in_tunis(any_app, leila):
    channel = cast.channel()
    cast.comment(channel, created_at=datetime(2026, 10, 31, 23, 30, tzinfo=UTC))
    cast.comment(channel, created_at=datetime(2026, 10, 31, 22, 30, tzinfo=UTC))
    db.session.commit()

    assert counts("", NOVEMBER, leila).total == 1
