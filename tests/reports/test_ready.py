"""In every ready report each count is that of the list it opens; a kept report has its parts in their order."""

import pytest

from app.extensions import db
from app.reports.blocks import NUMBER
from app.reports.making import document
from app.reports.models import SavedReport
from app.reports.ready.catalogue import BLOCKS, READY
from app.search.query import Query
from app.search.sql import count
from tests.reports.test_daybooks import some_days
from tests.search.house import House


@pytest.fixture
def leila_of_house(any_app):
    return House().people[0]


def counts_of(block):
    """(what, how many, query) of everything in a block that says how many comments."""
    for figure in block.figures:
        if figure.kind == NUMBER:
            yield figure.title, figure.value, figure.query
    columns = [column.key for column in block.table.columns] if block.table else []
    if "count" in columns:
        for row in block.table.rows:
            yield row.cells[0], row.cells[columns.index("count")], row.query


@pytest.mark.parametrize("asked", ["", "tag:eau OR lang:fr", "الماء", "is:hidden -sentiment:neg"])
def test_every_count_is_that_of_the_list_it_opens(leila_of_house, asked):
    found = 0
    for key in READY:
        made = document(key, some_days(), asked, user=leila_of_house, locale="en")
        for block in made.blocks:
            for what, many, query in counts_of(block):
                listed = count(Query.of(query), leila_of_house)
                assert listed == many, (key, block.key, what, query)
                found += 1
    assert found > 40


def test_a_kept_report_is_changed_and_deleted_by_who_may(app, sign_in, leila, victor):
    told = {
        "name": "Le mois",
        "block": ["volume", "tags"],
        "place-volume": "2",
        "place-tags": "1",
        "period": "week",
    }
    sign_in(leila).post("/reports/own", data=told | {"shared": "1"})
    report = db.session.query(SavedReport).one()
    assert (report.blocks, report.period, report.shared) == (["tags", "volume"], "week", True)

    viewer = sign_in(victor)
    assert "Le mois" in viewer.get(f"/reports/own/{report.id}").text
    assert viewer.post(f"/reports/own/{report.id}", data=told).status_code == 403
    assert viewer.post(f"/reports/own/{report.id}/deletion").status_code == 403
    assert viewer.post("/reports/own", data=told | {"shared": "1"}).status_code == 403
    assert (
        sign_in(leila).post("/reports/own", data=told | {"query": "colour:red"}).status_code == 422
    )
    sign_in(leila).post(f"/reports/own/{report.id}/deletion")
    assert db.session.query(SavedReport).count() == 0


def test_every_part_belongs_to_a_ready_report():
    assert set(BLOCKS) == {key for ready in READY.values() for key in ready.blocks}
