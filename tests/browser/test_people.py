"""From a comment to the page of who wrote it: a note, a mute that counts for what comes, and back."""

import pytest
from playwright.sync_api import expect


@pytest.mark.parametrize("locale", ["fr", "ar"])
def test_somebody_is_looked_at_noted_and_muted(visits, town, locale):
    (name,) = town.writes("Encore une réunion pour rien")
    page = visits.of("Leila", town.list, locale=locale)
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.locator("#case [data-key=u]").wait_for()
    page.keyboard.press("u")
    page.wait_for_url("**/authors/*")
    expect(page.locator(".author__wrote .said")).to_have_count(1)

    page.fill("#about-them", "Habite près du puits")
    page.locator("form[action$='/notes'] .btn").click()
    expect(page.locator(".note__text")).to_have_text("Habite près du puits")
    page.locator("form[action$='/standing']:has([value=mute]) .btn").click()
    expect(page.locator(".author__head .chip")).to_be_visible()

    (later,) = town.writes("Et encore une")
    assert town.comment(later)["status"] == "done"
    assert town.comment(name)["status"] == "open"
    page.locator("form[action$='/standing']:has([value=neither]) .btn").click()
    expect(page.locator(".author__head .chip")).to_have_count(0)
