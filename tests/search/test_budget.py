"""A count that takes too long is given up, and nothing else is."""

import pytest
from sqlalchemy import text

from app.extensions import db
from app.search import budget
from app.search.budget import TooLong, at_most, count_in_time, counts_in_time
from app.search.query import Query
from tests import cast

ENDLESS = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000000) "
    "SELECT count(*) FROM n"
)


def endless(*asked, **more):
    return db.session.scalar(text(ENDLESS))


def test_a_count_in_time_is_the_count(any_app):
    page = cast.channel()
    for _each in range(3):
        cast.comment(page)

    assert count_in_time(Query.of("is:open"), milliseconds=5000) == 3
    assert count_in_time(Query.of("is:open"), milliseconds=5000, cap=1) == 2


def test_what_takes_too_long_is_stopped_and_the_work_before_it_is_kept(any_app, monkeypatch):
    page = cast.channel(name="before")
    page.name = "after"
    db.session.flush()
    monkeypatch.setattr(budget, "count", endless)

    assert count_in_time(Query.of("is:open"), milliseconds=60) is None

    db.session.commit()
    assert page.name == "after"
    assert db.session.scalar(text("SELECT count(*) FROM channels")) == 1


def test_any_other_failure_is_told(any_app):
    with pytest.raises(Exception, match="nowhere") as failure, at_most(5000):
        db.session.execute(text("SELECT * FROM nowhere"))
    assert not isinstance(failure.value, TooLong)
    db.session.rollback()


def test_many_views_are_counted_until_the_time_for_all_is_over(any_app, monkeypatch):
    cast.comment(cast.channel())
    views = {number: Query.of("is:open") for number in range(5)}
    assert counts_in_time(views, each=5000, together=20_000) == dict.fromkeys(views, 1)

    monkeypatch.setattr(budget, "count", endless)
    assert counts_in_time(views, each=50, together=120) == dict.fromkeys(views)
