"""Two moderators at once: each sees what the other does, and nobody's change is overwritten unseen."""

import time

import pytest


def seconds_until(true, most=8):
    """How long something takes to be so."""
    start = time.monotonic()
    while not true():
        assert time.monotonic() - start < most, "it never was"
        time.sleep(0.02)
    return time.monotonic() - start


@pytest.mark.parametrize("locale", ["fr", "ar"])
def test_each_sees_what_the_other_does(visits, town, locale):
    name, _ = town.writes("Bravo à toute l'équipe", "Quand l'eau revient-elle ?")
    leila = visits.of("Leila", town.list, locale=locale)
    sarra = visits.of("Sarra", town.list, locale=locale)
    for page in (leila, sarra):
        page.locator(".row__link").first.click()
        page.locator("#case .said--here").wait_for()

    leila.locator("#case .act--done").click()
    took = seconds_until(lambda: sarra.locator(".row").first.get_attribute("class") != "row")
    assert took < 1, f"the other browser showed it after {took:.2f} s"
    sarra.locator("#case .pane__chips .chip--good").wait_for()

    # What arrives waits behind a count, and the rows stay where they are.
    before = sarra.locator(".row").nth(1).bounding_box()
    town.writes("Une question de plus ?")
    sarra.locator(".news__link").wait_for()
    assert sarra.locator(".row").nth(1).bounding_box() == before
    sarra.locator(".news__link").click()
    sarra.locator(".row", has_text="Une question de plus ?").wait_for()


def test_a_change_meanwhile_is_shown_and_not_overwritten(visits, town):
    (name,) = town.writes("Le toit de l'école s'effondre")
    leila, sarra = visits.of("Leila", town.list), visits.of("Sarra", town.list)
    for page in (leila, sarra):
        page.locator(".row__link").first.click()
        page.locator("#case .said--here").wait_for()

    # Leila presses first, and her weak network brings it last.
    held = []
    leila.route("**/resolution", lambda route: held.append(route))
    leila.locator("#case .act--done").click()
    sarra.locator("#case .act--done").click()
    sarra.locator("#toasts .toast").wait_for()
    version = town.comment(name)["version"]
    held[0].continue_()

    leila.locator("#notices .notice--problem").wait_for()
    leila.locator("#case .pane__chips .chip--good").wait_for()
    assert town.comment(name)["version"] == version


def test_words_half_written_survive_the_other_ones_change(visits, town, old_system):
    (name,) = town.writes("Le pont est coupé depuis hier")
    leila = visits.of("Leila", town.list)
    leila.locator(".row__link").first.click()
    leila.locator(".composer textarea").fill("Nous envoyons une équipe.")

    sarra = visits.of("Sarra", town.list)
    sarra.locator(".row__link").first.click()
    sarra.locator("#case .said--here").wait_for()
    sarra.keyboard.press("a")
    sarra.locator(".slot form button").click()
    leila.locator(".row__chips", has_text="Sarra").wait_for()

    assert leila.locator(".composer textarea").input_value() == "Nous envoyons une équipe."
    leila.locator(".composer textarea").press("Control+Enter")
    leila.locator("#notices .notice--problem").wait_for()
    assert old_system.heard("reply", name) == []
    assert leila.locator(".composer textarea").input_value() == "Nous envoyons une équipe."
    leila.locator(".composer textarea").press("Control+Enter")
    leila.locator(".answer--waiting, .answer--sent").first.wait_for()
