"""What a day holds beside the plain inbox, counted in presses and seconds, in both directions of writing."""

import time

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from app.accounts.models import User
from app.extensions import db
from app.lib.transaction import transaction
from app.triage.writing import make_rule, switch
from tests.browser.test_bulk import Counted, until

# The house is shared, and so is a wave: each language has one of its own.
SPAM = {
    "fr": "Gagnez un iPhone gratuit, cliquez sur le lien bit.ly/cadeau et invitez dix amis {}",
    "ar": "قرض فوري بدون ضمان ولا فوائد، اتصل الآن على واتساب واربح مليون دينار {}",
}


def told(locale, what, keys, began):
    print(f"\n{locale}: {what}, {keys.pressed} presses, {time.monotonic() - began:.1f} s")


@pytest.mark.parametrize("locale", ["fr", "ar"])
def test_a_wave_of_three_hundred_is_put_aside_in_a_few_presses(visits, town, locale):
    names = town.writes(*(SPAM[locale].format(n) for n in range(300)))
    page = visits.of("Leila", town.list, locale=locale)
    page.locator(".row").nth(2).wait_for()
    keys, began = Counted(page), time.monotonic()
    keys("j", "Enter")
    page.locator("#case .wave [data-key=w]").wait_for()
    keys("w")
    page.locator(".slot--wave input[type=radio]").first.wait_for()
    keys("Enter")

    def aside():
        found = [town.comment(name) for name in (names[0], names[150], names[-1])]
        return all(one["is_spam"] or one["state"] == "hidden" for one in found)

    until(town, aside, "the wave still stands")
    told(locale, "a wave of 300 put aside", keys, began)
    assert keys.pressed <= 6

    page.goto(f"/inbox/{town.comment(names[0])['id']}?q=")
    expect(page.locator(".wave__act")).to_have_count(1)
    page.locator(".wave__act form[action$='/undo'] button").click()
    until(town, lambda: not aside(), "the wave was not taken back")


@pytest.mark.parametrize("locale", ["fr", "ar"])
def test_everything_about_one_place_last_month(visits, town, locale):
    town.writes("La piste de Makthar est coupée", "Merci")
    page = visits.of("Leila", f"/inbox?q=channel:{town.name}", locale=locale)
    keys, began = Counted(page), time.monotonic()
    asked = page.locator("[name=q]")
    keys("/", "End", *" territory:makt", "ArrowDown", "Enter")
    expect(asked).to_have_value(f"channel:{town.name} territory:Makthar ")
    keys(*"during:this-m", "ArrowDown", "Enter", "Enter")
    expect(page.locator(".row__text")).to_have_text(["La piste de Makthar est coupée"])
    told(locale, "one place, one month", keys, began)

    page.locator(".filters__open").last.click()
    page.locator("#filter a").last.click()
    expect(page.locator("[name=q]")).to_have_value(
        f"channel:{town.name} territory:Makthar during:last-month"
    )
    expect(page.locator(".row")).to_have_count(0)


@pytest.mark.parametrize("locale", ["fr", "ar"])
def test_an_hour_of_a_wrong_rule_is_taken_back(visits, house, town, locale):
    with house.app() as app, app.test_request_context(), transaction():
        nadia = db.session.scalar(select(User).where(User.name == "Nadia"))
        rule = make_rule(
            f"Trop large {town.name}",
            query=f"channel:{town.name}",
            effects=[
                {"do": "tag", "tags": [f"faux {town.name}"]},
                {"do": "snooze", "until": "tomorrow"},
            ],
            by=nadia,
        )
        db.session.flush()
        switch(rule, True)
        rule_id = rule.id
    names = town.writes(*(f"Le puits numéro {n} est à sec" for n in range(60)))
    assert town.asleep() == len(names)
    page = visits.of("Nadia", "/rules", locale=locale)
    began = time.monotonic()
    page.locator(f"a[href='/rules/{rule_id}']").first.click()
    page.locator("form[action$='/undoings'] button").click()
    until(town, lambda: town.asleep() == 0, "some sleep")
    print(f"\n{locale}: 60 acts of a wrong rule undone, 2 clicks, {time.monotonic() - began:.1f} s")


# What browsers' own tools call slow 3G: 400 ms to and fro, 400 kilobits a second.
SLOW = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}


def test_triage_goes_on_over_a_slow_network(visits, town):
    names = town.writes(*(f"Message {n} par un réseau lent" for n in range(10)))
    page = visits.of("Leila", town.list, locale="fr")
    page.locator(".row").nth(9).wait_for()
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.emulateNetworkConditions", SLOW)
    here = page.locator("#case .said--here .said__text")
    keys, began = Counted(page), time.monotonic()
    keys("j", "Enter")
    for number in range(10):
        expect(here).to_have_text(f"Message {number} par un réseau lent", timeout=8000)
        keys("d")
    until(town, lambda: town.still_open() == 0, "some are open")
    told("fr", "10 comments over slow 3G", keys, began)
    assert keys.pressed == 12
    assert all(town.comment(name)["version"] == 2 for name in names)


def test_two_moderators_work_through_one_list_and_nothing_is_done_twice(visits, town):
    names = town.writes(*(f"Message {n} pour deux" for n in range(12)))
    pages = [visits.of(name, town.list, locale="fr") for name in ("Leila", "Sarra")]
    began = time.monotonic()
    for place, page in enumerate(pages):
        page.locator(".row").nth(11).wait_for()
        page.locator(".row__link").nth(6 * place).click()
        page.locator("#case .act--done").wait_for()
    for number in range(6):
        for place, page in enumerate(pages):
            text = f"Message {number + 6 * place} pour deux"
            expect(page.locator("#case .said--here .said__text")).to_have_text(text)
            page.keyboard.press("d")
    until(town, lambda: town.still_open() == 0, "some are open")
    print(f"\n12 comments by two, {time.monotonic() - began:.1f} s")
    assert all(town.comment(name)["version"] == 2 for name in names)
    for page in pages:
        expect(page.locator(".row:not(.row--left)")).to_have_count(0)
