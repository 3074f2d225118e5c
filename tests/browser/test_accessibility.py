"""What axe cannot see: the keyboard alone, what is read out, targets large enough, twice the size, no motion asked for."""

import pytest
from playwright.sync_api import expect

# WCAG 2.2, 2.5.8: a target is at least this many CSS pixels each way, unless it stands in a sentence.
LEAST = 24
SMALL = """(least) => [...document.querySelectorAll("button, a.btn, a.chip, summary, select, input:not([type=hidden], [type=checkbox], [type=radio])")]
    .filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest(".unseen, [popover]:not(:popover-open)"))
    .map((element) => [element.outerHTML.slice(0, 90), element.getBoundingClientRect()])
    .filter(([, box]) => box.width > 0 && (box.width < least || box.height < least))
    .map(([html, box]) => `${Math.round(box.width)}x${Math.round(box.height)} ${html}`)"""
WIDER = "document.documentElement.scrollWidth - innerWidth"
MOVING = """document.getAnimations().filter((one) => one.playState === "running"
    && new Set(one.effect.getKeyframes().map((frame) => frame.transform)).size > 1).length"""
PAGES = ("/inbox?q=", "/reports/community", "/feedback", "/levels", "/rules/new", "/channels")


def test_the_keyboard_alone_is_enough_and_says_where_it_is(visits, town):
    (first, _second) = town.writes("Le guichet est fermé", "Et le puits ?")
    page = visits.of("Leila", town.list, locale="fr")
    page.locator(".row").nth(1).wait_for()
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()

    # Without any of our keys: Tab to the first row, Enter, and on to its acts.
    for _step in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.row__link')"):
            break
    page.keyboard.press("Enter")
    expect(page.locator("#case .said--here")).to_contain_text("guichet")
    for _step in range(120):
        if page.evaluate("document.activeElement.matches('.act--done')"):
            break
        page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"
    page.keyboard.press("Enter")
    expect(page.locator("#case .said--here")).to_contain_text("puits")
    expect(page.locator(".row__link[aria-current]")).to_be_focused()
    expect(page.locator("#toasts[role=status] .toast")).to_be_visible()
    assert town.comment(first)["status"] == "done"


def test_arrivals_are_read_out(visits, town):
    town.writes("Bonjour")
    page = visits.of("Leila", town.list, locale="ar")
    page.locator(".row").wait_for()
    town.writes("Une autre question ?")
    expect(page.locator("#news[role=status] a")).to_be_visible(timeout=8000)


@pytest.mark.parametrize("locale", ["fr", "ar"])
def test_at_twice_the_size_nothing_is_lost_and_every_target_is_large_enough(visits, town, locale):
    town.writes("Le guichet est fermé", "Et le puits ?")
    look = {"viewport": {"width": 720, "height": 450}, "device_scale_factor": 2}
    page = visits.of("Nadia", town.list, locale=locale, **look)
    page.locator(".row__link").first.click()
    page.locator("#case .act--done").wait_for()
    assert page.evaluate(WIDER) <= 0
    assert page.evaluate(SMALL, LEAST) == []
    for path in PAGES:
        page.goto(path)
        assert page.evaluate(WIDER) <= 0, path
        assert page.evaluate(SMALL, LEAST) == [], path


def test_who_asks_for_less_motion_has_none(visits, town):
    town.writes("Le guichet est fermé", "Et le puits ?")
    page = visits.of("Leila", town.list, locale="fr", reduced_motion="reduce")
    page.locator(".row__link").first.click()
    page.locator("#case .act--done").click()
    page.locator("#toasts .toast").wait_for()
    assert page.evaluate(MOVING) == 0
    page.emulate_media(reduced_motion="no-preference")
    page.locator("#case .act--done").click()
    town.house.until(lambda: page.evaluate(MOVING) > 0, 8, "no bar runs")
