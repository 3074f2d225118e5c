"""Two moderators at one comment: each sees the other, a second answer is asked about, and a mention rings the bell."""

import pytest
from playwright.sync_api import expect


@pytest.mark.parametrize("locale", ["fr", "ar"])
def test_presence_collision_and_mention(visits, town, old_system, locale):
    (name,) = town.writes(f"Le puits est à sec ({locale})")
    leila = visits.of("Leila", town.list, locale=locale)
    sarra = visits.of("Sarra", town.list, locale=locale)
    for page in (leila, sarra):
        page.locator(".row__link").first.click()
        page.locator("#case .said--here").wait_for()

    # each is told of the other, and who writes is said
    expect(leila.locator("#case .here--pane .here__who")).to_have_text("S")
    sarra.locator(".composer textarea").fill("Demain à neuf heures.")
    expect(leila.locator(".here--pane .here__who--writing")).to_have_count(1)
    expect(leila.locator(".here--pane .here__words")).to_contain_text("Sarra")
    expect(leila.locator(".row .here__who--writing")).to_have_count(1)

    # both press: the second is asked, and keeps the words
    leila.locator(".composer textarea").fill("Ce soir.")
    sarra.locator(".composer textarea").press("Control+Enter")
    sarra.locator("#toasts .toast").wait_for()
    leila.locator(".composer textarea").press("Control+Enter")
    expect(leila.locator("#notices .notice--problem")).to_contain_text("Sarra")
    expect(leila.locator(".composer textarea")).to_have_value("Ce soir.")
    assert old_system.heard("reply", name) == []

    # a name chosen from the list rings a bell elsewhere
    before = int(sarra.locator("#bell").get_attribute("data-count"))
    leila.locator(".composer textarea").fill("")
    leila.keyboard.press("Escape")
    leila.goto(leila.url)
    leila.locator("#case .said--here").wait_for()
    leila.keyboard.press("n")
    box = leila.locator(".slot--note textarea")
    box.fill("")
    box.press_sequentially("@Sar")
    expect(leila.locator(".mentions [role=option]:visible")).to_have_count(1)
    box.press("Enter")
    expect(box).to_have_value("@Sarra ")
    box.press("Control+Enter")
    leila.locator(".note .mention").first.wait_for()
    expect(sarra.locator("#bell")).not_to_have_attribute("data-count", str(before), timeout=8000)
    sarra.goto("/notices")
    line = sarra.locator(".told--new").first
    expect(line).to_contain_text("Leila")
    line.locator(".told__open").click()
    expect(sarra.locator("#case .said--here")).to_contain_text(locale)
