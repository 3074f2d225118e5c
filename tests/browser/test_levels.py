"""A lead promises how soon a town's comments are answered; the comment says when it is due, and leaves the list once decided."""

import pytest
from playwright.sync_api import expect

from tests.browser.axe import faults
from tests.browser.test_axe import LOOKS


@pytest.mark.parametrize("look", LOOKS, ids=("french-light-desk", "arabic-dark-phone"))
def test_a_promise_from_its_first_word_until_it_is_kept(visits, house, town, look):
    page = visits.of("Nadia", "/levels/new", **look)
    page.fill("[name=name]", f"Vite {town.name}")
    page.fill("[name=query]", f'channel:"{town.name}"')
    page.fill("[name=hours]", "2")
    page.check("[name=always]")
    page.locator(".form__acts .btn--primary").click()
    page.wait_for_url("**/levels")
    expect(page.locator(f".rule:has-text('Vite {town.name}')")).to_be_visible()
    assert not faults(page)

    (name,) = town.writes("Le pont est-il ouvert ?")
    number = town.comment(name)["id"]
    page.goto("/due?whose=nobody")
    row = page.locator(f"#row-{number}")
    expect(row.locator(".due .icon")).to_be_visible()
    expect(row.locator(".due")).to_contain_text("11")  # 119 minutes, or a little less
    assert not faults(page)
    page.goto(f"/inbox/{number}")
    expect(page.locator(".pane__chips .due")).to_contain_text(f"Vite {town.name}")
    page.locator("main").press("d")
    expect(page.locator(".pane__chips .due")).to_have_count(0)
    page.goto("/due?whose=nobody")
    expect(page.locator(f"#row-{number}")).to_have_count(0)

    page.goto("/levels")
    page.locator(f".rule:has-text('Vite {town.name}') a").click()
    page.locator(".btn--danger").click()
    page.wait_for_url("**/levels")
    expect(page.locator(f".rule:has-text('Vite {town.name}')")).to_have_count(0)
