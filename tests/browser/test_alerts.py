"""A burst comes in: a lead sees it told on the open page and gets a letter; then snoozes it, and says what it was worth."""

import re

from playwright.sync_api import expect

BURST = [f"Au secours, un incendie près de l'école du village {number}" for number in range(6)]


def test_a_burst_is_told_on_screen_and_by_letter(visits, town, office, house):
    nadia = visits.of("Nadia", "/alerts")
    offer = nadia.locator(".watch--offer", has_text=re.compile("Danger|danger"))
    offer.get_by_role("button").click()
    expect(nadia.locator(".watch:not(.watch--offer)")).to_have_count(1)
    expect(nadia.locator(".alert")).to_have_count(0)

    town.writes(*BURST)
    look_now(house)

    # nobody touches the page: the stream brings it
    alert = nadia.locator(".alert")
    expect(alert).to_have_count(1, timeout=20_000)
    expect(nadia.locator("#alerts-count")).to_contain_text("1")
    expect(alert).to_contain_text("6")
    house.until(lambda: letters_of(office), 20, "no letter left")
    (letter,) = letters_of(office)
    assert "incendie" in letter.get_body(("plain",)).get_content()

    alert.locator(".alert__headline a").click()
    expect(nadia.locator(".row")).to_have_count(6)
    nadia.go_back()
    alert.locator("select").select_option("24")
    alert.locator("form", has=nadia.locator("select")).get_by_role("button").click()
    expect(nadia.locator(".alert--seen")).to_have_count(1)
    expect(nadia.locator("#alerts-count")).to_have_text("")

    alert.locator("button[value=no]").click()
    expect(alert.locator("button[value=no]")).to_have_attribute("aria-pressed", "true")


def look_now(house):
    """The clock would come by within three minutes."""
    from app.alerts.models import Watch
    from app.extensions import db
    from app.lib.transaction import transaction

    with house.app(), transaction():
        db.session.query(Watch).update({"looked_at": None})


def letters_of(office):
    return [letter for letter in office.letters if "incendie" in str(letter.get_body(("plain",)))]
