"""A report is opened, a figure is followed, and the list has as many comments as the figure said."""

import re

import pytest
from playwright.sync_api import expect


@pytest.mark.parametrize("locale", ["fr", "ar"])
def test_a_figure_opens_a_list_of_as_many_comments(visits, town, locale):
    town.writes("الماء مقصوص من جمعة", "وينو الماء يا جماعة؟", "Le puits est à sec")
    page = visits.of(
        "Victor", f"/reports/community?period=year&q=channel:{town.name}", locale=locale
    )
    figure = page.locator("#block-volume .report-figures a").first
    expect(figure).to_have_text(re.compile("^3$"))
    chart = page.locator("#block-volume .chart svg").first
    expect(chart).to_be_visible()
    # Drawn by a worker, and still in the font of the page.
    assert "Vazirmatn" in chart.locator("text").first.evaluate(
        "e => getComputedStyle(e).fontFamily"
    )
    figure.click()

    expect(page.locator(".row")).to_have_count(3)


def test_a_report_of_ones_own_has_its_parts_in_their_order(visits, town):
    page = visits.of("Leila", f"/reports/own/new?of=service&q=channel:{town.name}")
    page.fill("#name", f"Rapport {town.name}")
    page.check("#block-volume")
    page.fill("[name=place-volume]", "1")
    page.fill("[name=place-first-answer]", "2")
    page.fill("#words", "Ce mois, peu de choses.")
    page.locator("form .btn--primary").last.click()

    expect(page.locator("h1")).to_have_text(f"Rapport {town.name}")
    expect(page.locator(".report__lead")).to_have_text("Ce mois, peu de choses.")
    first = page.locator(".report-block").nth(0)
    expect(first).to_have_attribute("id", "block-volume")
