"""What was hidden by a machine is counted by month, rule, language, label and subject."""

from app.comments.undo import undo
from app.extensions import db
from app.triage.figures import Figure, by_month, months, next_month, of_month
from tests.triage.conftest import ABUSE, CRITICISM, tag


def test_every_hiding_by_a_machine_is_counted_and_every_reversal(any_app, rule, arrive, leila):
    rule("Masquer", "kalb OR honte", {"do": "hide"}, tag("insulte"))
    first, second, civil = arrive(ABUSE, ABUSE + " barcha", CRITICISM)
    act = next(act for act in first.activities if act.kind == "hidden")
    undo(act.id, by=leila)
    db.session.commit()

    month = months()[0]
    assert by_month()[month] == Figure("", 2, 1, 1)
    figures = of_month(month)
    assert figures["rule"] == [Figure("Masquer", 2, 1, 1)]
    assert {one.name: one.withheld for one in figures["language"]} == {first.lang: 2, civil.lang: 0}
    assert next(one for one in figures["label"] if one.name == "toxic").withheld == 2
    assert figures["tag"] == [Figure("insulte", 2, 1, 1)]
    assert by_month()[months()[1]] == Figure("", 0, 0, 0)


def test_the_figures_are_a_page_and_a_sheet_for_everybody(rule, arrive, sign_in, victor):
    rule("Masquer", "kalb", {"do": "hold"})
    arrive(ABUSE)
    browser = sign_in(victor)

    assert "Masquer" in browser.get("/rules/hidden").text
    assert browser.get("/rules/hidden?month=nonsense-1").status_code == 200
    lines = browser.get("/rules/hidden.csv").text.splitlines()
    assert f"{months()[0]:%Y-%m},Rule,Masquer,1,0,0" in lines


def test_a_year_has_twelve_months(app):
    assert len(set(months())) == 12
    assert all(next_month(day) == later for later, day in zip(months(), months()[1:], strict=False))
