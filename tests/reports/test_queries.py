"""A report's figures are those of the lists behind them, and of a slow, obviously right counter."""

import random
from datetime import date, datetime, timedelta
from statistics import median
from zoneinfo import ZoneInfo

import pytest

from app.extensions import db
from app.lib.clock import UTC
from app.reports.period import Period
from app.reports.queries import tag_report
from app.search.query import Query
from app.search.sql import count
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


def same(figure, slowly):
    number, answered, middle = slowly
    assert (figure.count, figure.answered) == (number, answered)
    assert figure.median == (None if middle is None else pytest.approx(middle, abs=0.01))


def test_the_figures_are_those_of_a_slow_counter(month, leila):
    comments, channels, tags = month
    report = tag_report(Query.of(""), NOVEMBER, leila)

    same(report["all"][0], slow(comments, NOVEMBER, lambda c: True))
    for figure in report["tags"]:
        same(
            figure,
            slow(
                comments, NOVEMBER, lambda c, key=figure.key: key in [t.tag_id for t in c.taggings]
            ),
        )
        assert (
            figure.before
            == slow(
                comments,
                NOVEMBER.before,
                lambda c, key=figure.key: key in [t.tag_id for t in c.taggings],
            )[0]
        )
    for figure in report["channels"]:
        same(figure, slow(comments, NOVEMBER, lambda c, key=figure.key: c.channel_id == key))
    for figure in report["languages"]:
        same(figure, slow(comments, NOVEMBER, lambda c, key=figure.key: c.lang == key))
    assert {f.key for f in report["tags"]} == {t.id for t in tags}


def test_every_figure_agrees_with_the_list_behind_it(month, leila):
    report = tag_report(Query.of(""), NOVEMBER, leila)
    for part in ("tags", "channels", "languages"):
        for figure in report[part]:
            assert count(Query.of(f"{figure.query} {NOVEMBER.query}"), leila) == figure.count


def test_the_steps_of_a_period_add_up_to_it(month, leila):
    for figure in tag_report(Query.of(""), NOVEMBER, leila)["tags"]:
        assert sum(figure.steps) == figure.count
        assert len(figure.steps) == len(NOVEMBER.steps) == 6


def test_a_day_is_a_day_in_tunis(any_app, leila):
    channel = cast.channel()
    cast.comment(channel, created_at=datetime(2026, 10, 31, 23, 30, tzinfo=UTC))
    cast.comment(channel, created_at=datetime(2026, 10, 31, 22, 30, tzinfo=UTC))

    assert tag_report(Query.of(""), NOVEMBER, leila)["all"][0].count == 1
