"""Whatever is asked, a count is what the list shows: from daybooks, from the comments, and in Python."""

from datetime import timedelta

from hypothesis import HealthCheck, given, settings

from app.lib.clock import now
from app.reports.counts import Counts
from app.reports.daybooks.book import packed, unpacked
from app.reports.daybooks.reading import daybooks
from app.reports.period import Period, zone_of_team
from app.search.query import Query
from app.search.sql import count
from tests.search.house import House
from tests.search.test_agreement import VALUES, texts


def some_days():
    today = now().astimezone(zone_of_team()).date()
    return Period(today - timedelta(days=20), today - timedelta(days=3), "week", zone_of_team())


def listed(text, period, user):
    return count(Query.of(f"{text} {period.query}"), user)


def test_a_count_is_the_length_of_its_list_whatever_is_asked(any_app):
    leila, period = House().people[0], some_days()
    days = daybooks(period)

    @settings(
        max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    @given(texts, texts)
    def agree(text, more):
        found = Counts(Query.of(text), period, leila)
        if found.query.problems:
            assert found.total == 0
            return
        assert found.total == listed(f"({text})", period, leila)
        narrow = found.of(more)
        if narrow.query.problems:
            assert narrow.total == 0
            return
        assert narrow.total == count(Query.of(narrow.list_of()), leila)
        assert sum(narrow.steps()) == narrow.total

    agree()
    assert [unpacked(packed(day)) for day in days] == days


def test_each_value_alone_and_refused_counts_the_same(any_app):
    leila, period = House().people[0], some_days()
    terms = [f'{name}:"{value}"' for name, values in VALUES.items() for value in values]
    for text in (shape.format(term) for term in terms for shape in ("{}", "-{}")):
        assert Counts(Query.of(text), period, leila).total == listed(text, period, leila), text
