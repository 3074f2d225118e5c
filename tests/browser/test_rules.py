"""A lead writes a rule by choosing, sees the past, switches it on; it does its work; the work is taken back."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.axe import faults
from tests.browser.test_axe import LOOKS


@pytest.mark.parametrize("look", LOOKS, ids=("french-light-desk", "arabic-dark-phone"))
def test_a_rule_from_its_first_word_to_its_taking_back(visits, house, town, look):
    town.writes("Où en est la route de Sejnane ?", "Bravo à tous")
    page = visits.of("Nadia", "/rules/new", **look)
    page.fill("[name=name]", f"Canal {town.name}")
    page.select_option("[name=channel]", town.name)
    expect(page.locator("[name=query]")).to_have_value(f"channel:{town.name}")
    page.locator("[name=query]").press("End")
    page.locator("[name=query]").press_sequentially(" Sejnane")
    page.check("[name=chosen][value=tag]")
    page.fill("[name=tags]", f"route-{town.name}")
    assert not faults(page)
    page.locator(".rule-form .btn--primary").click()

    page.wait_for_url("**/rules/*")
    expect(page.locator(".past__sum")).to_contain_text(re.compile("1|واحدا"))
    expect(page.locator(".past .said")).to_have_count(1)
    assert not faults(page)
    page.locator("form[action$='/turn'] button").click()
    expect(page.locator(".rules__head .chip--good")).to_be_visible()

    (name,) = town.writes("La route de Sejnane est toujours coupée")
    number = town.comment(name)["id"]
    address = page.url
    page.goto(f"/inbox/{number}?q=")
    expect(page.locator(".pane__chips")).to_contain_text(f"route-{town.name}")
    expect(page.locator(".timeline")).to_contain_text(f"Canal {town.name}")

    page.goto(address)
    page.locator("form[action$='/undoings'] button").click()
    expect(page.locator(".undoing")).to_contain_text(re.compile("1|واحد"))
    expect(page.locator(".undoing__bar")).to_have_count(0)
    expect(page.locator(".rules__head .chip--good")).to_have_count(0)
    page.goto(f"/inbox/{number}?q=")
    expect(page.locator(".pane__chips")).not_to_contain_text(f"route-{town.name}")
    page.goto("/rules")
    page.locator(f".rule:has-text('Canal {town.name}')").wait_for()
    assert not faults(page)


def test_what_is_held_back_is_looked_at_and_let_through(visits, house, town):
    page = visits.of("Nadia", "/rules/new", java_script_enabled=False)
    page.fill("[name=name]", f"Retenir {town.name}")
    page.fill("[name=query]", f"channel:{town.name} label:toxic")
    page.check("[name=chosen][value=hold]")
    page.locator(".rule-form .btn--primary").click()
    page.locator("form[action$='/turn'] button").click()

    (name,) = town.writes("ya 7mar, ya kalb, rak masa5")
    assert town.comment(name)["status"] == "held"
    page = visits.of("Leila", f"/inbox?q=is:held-back channel:{town.name}")
    page.locator(".row__link").click()
    page.locator(".panel--held .btn--primary").click()
    expect(page.locator(".panel--held")).to_have_count(0)
    house.until(lambda: town.comment(name)["status"] == "open", 10, "not let through")
