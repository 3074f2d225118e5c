"""The drop-downs above the list: what a person picks instead of typing it."""

from datetime import UTC, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from app.extensions import db
from app.lib.clock import microseconds
from app.lib.text import normalise
from app.search.asking import ask, problems_of
from app.search.filters import FILTERS, choices
from app.search.qualifiers.times import within
from app.search.query import Query
from app.tags.models import Tag
from app.territories.actions import load_gazetteer
from tests import cast


@pytest.fixture
def house(any_app):
    load_gazetteer()
    db.session.add(Tag(name="eau potable", key=normalise("eau potable")))
    cast.channel(name="Page de PACT", platform="facebook")
    cast.person("Leila", "moderator")
    db.session.commit()


@pytest.mark.parametrize("name", FILTERS)
def test_every_value_offered_is_a_query_that_is_understood(house, name):
    offered = choices(Query.of("is:open"), name)

    assert offered
    for _title, on, leads in offered:
        assert not on
        assert not leads.problems
        assert not problems_of(leads, ask(leads, None))
        assert leads.filters("is") == ("open",)
        assert len(leads.filters(name)) == 1


def test_another_value_takes_the_place_of_the_one_that_was_on(house):
    offered = {str(title): (on, leads) for title, on, leads in choices(Query.of("lang:fr"), "lang")}

    assert offered["French"] == (True, Query.of(""))
    assert offered["Arabic"] == (False, Query.of("lang:ar"))


def test_only_platforms_that_the_team_is_on_are_offered(house):
    assert [str(leads) for *_, leads in choices(Query(), "platform")] == ["platform:facebook"]


def test_the_groupings_of_the_project_come_before_the_governorates(house):
    titles = [str(title) for title, *_ in choices(Query(), "territory")]

    assert titles.index("Cycle 1") < titles.index("Kasserine")


def test_a_filter_is_a_page_of_links_without_javascript(sign_in, house):
    browser = sign_in(db.session.query(cast.User).first())

    page = browser.get("/search/filters/tag?q=is:open")
    part = browser.get("/search/filters/tag?q=is:open", headers={"HX-Request": "true"})

    assert "<html" in page.text and "<html" not in part.text
    assert "q=is:open+tag:%22eau+potable%22" in part.text.replace("%3A", ":")
    assert browser.get("/search/filters/nothing").status_code == 404


@pytest.mark.parametrize(
    ("typed", "first", "beyond"),
    [
        ("today", "2026-03-02", "2026-03-03"),
        ("hier", "2026-03-01", "2026-03-02"),
        ("this-week", "2026-03-02", "2026-03-09"),
        ("last-week", "2026-02-23", "2026-03-02"),
        ("هذا-الشهر", "2026-03-01", "2026-04-01"),
        ("mois-dernier", "2026-02-01", "2026-03-01"),
        ("2025-12", "2025-12-01", "2026-01-01"),
        ("2024", "2024-01-01", "2025-01-01"),
        ("2024-02-29", "2024-02-29", "2024-03-01"),
    ],
)
def test_a_period_reaches_from_midnight_to_midnight_in_tunis(app, typed, first, beyond):
    # A Monday, half an hour after midnight in Tunis: still Sunday elsewhere.
    asking = SimpleNamespace(
        at=datetime(2026, 3, 1, 23, 30, tzinfo=UTC), zone=ZoneInfo("Africa/Tunis")
    )
    (part,) = Query.of(f"during:{typed}").parts

    assert within(part.value, asking) == tuple(
        microseconds(datetime.fromisoformat(f"{day}T00:00:00+01:00")) for day in (first, beyond)
    )


def test_a_period_that_is_none_is_refused(app):
    for odd in ("demain", "2026-13", "2026-01-01T10:00", "7d"):
        assert Query.of(f"during:{odd}").problems
