"""Many comments at once, and many one after the other: what it takes in keys, in both directions of writing."""

import re
import time

import pytest
from playwright.sync_api import expect

PANE = re.compile(r"/inbox/\d+\?")
MANY = [f"Question numéro {n} sur la piste" for n in range(30)]


def statuses(town, names):
    return [town.comment(name)["status"] for name in names]


def until(town, true, otherwise):
    town.house.until(true, 20, otherwise)


@pytest.mark.parametrize("locale", ["fr", "ar"])
def test_all_that_match_are_done_what_arrives_meanwhile_is_not_and_one_press_takes_it_back(
    visits, town, locale
):
    names = town.writes(*MANY)
    page = visits.of("Leila", town.list, locale=locale)
    page.locator(".row").nth(2).wait_for()
    bar, batch = page.locator("#selection"), page.locator("#batch .batch")

    # Three by keys: one, and with Shift as far as the third from there.
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("Shift+X")
    expect(page.locator(".pick:checked")).to_have_count(3)
    expect(bar.locator("[data-picked]")).not_to_be_empty()
    expect(bar.locator("#matching")).to_contain_text("30")

    # All that match are written down as they are now.
    bar.locator("#matching").click()
    expect(batch.locator("h2")).to_contain_text("30")
    expect(page.locator(".pick:checked")).to_have_count(0)
    (late,) = town.writes("Je viens d'arriver")
    page.keyboard.press("d")
    until(town, lambda: statuses(town, names) == ["done"] * 30, "not all are done")
    assert town.comment(late)["status"] == "open"
    expect(page.locator(".row--left")).not_to_have_count(0)

    page.locator("#batch .batch__acts button").click()
    until(town, lambda: statuses(town, names) == ["open"] * 30, "not all are open again")
    expect(page.locator(".row--left")).to_have_count(0)
    assert town.comment(late)["status"] == "open"


def test_those_chosen_by_hand_get_a_tag_and_lose_it_by_one_key(visits, town):
    names = town.writes(*MANY[:4])
    page = visits.of("Leila", town.list)
    for box in (0, 2):
        page.locator(".pick").nth(box).check()
    page.keyboard.press("t")
    page.locator("#batch input[name=names]").wait_for()
    page.keyboard.type("piste")
    page.keyboard.press("Enter")
    expect(page.locator(".row__chips", has_text="#piste")).to_have_count(2)

    page.locator("#toasts .toast__undo").wait_for()
    page.locator(".row__link").first.focus()
    page.keyboard.press("z")
    expect(page.locator(".row__chips", has_text="#piste")).to_have_count(0)
    assert statuses(town, names) == ["open"] * 4


class Counted:
    """A keyboard that counts."""

    def __init__(self, page):
        self.page, self.pressed = page, 0

    def __call__(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed += 1


@pytest.mark.parametrize("locale", ["fr", "ar"])
def test_fifty_comments_are_triaged_in_fifty_to_seventy_keys(visits, town, locale):
    """Four in five are done, one in five is hidden or spam; the next is there by itself each time."""
    names = town.writes(*(f"Message {n} à trier" for n in range(50)))
    page = visits.of("Leila", town.list, locale=locale)
    here = page.locator("#case .said--here .said__text")
    keys = Counted(page)
    page.locator(".row").nth(24).wait_for()
    panes = []
    page.on("request", lambda asked: PANE.search(asked.url) and panes.append(asked.url))
    began = time.monotonic()
    keys("j", "Enter")
    for number in range(50):
        expect(here).to_have_text(f"Message {number} à trier")
        if number % 10 == 3:
            keys("h")
            expect(page.locator(".slot--hidden input:checked")).to_be_focused()
            keys("Enter")
        elif number % 10 == 7:
            keys("!")
        else:
            keys("d")
    until(town, lambda: statuses(town, names) == ["done"] * 50, "not all are triaged")
    took = time.monotonic() - began

    hidden = [town.comment(name)["state"] == "hidden" for name in names]
    spam = [town.comment(name)["is_spam"] for name in names]
    assert (sum(hidden), sum(spam)) == (5, 5)
    assert 50 <= keys.pressed <= 70, keys.pressed
    # Each was fetched once, before it was asked for; some a second time, because somebody was faster.
    assert len(panes) <= 60, len(panes)
    print(f"\n{locale}: 50 comments, {keys.pressed} keys, {took:.1f} s")


def test_a_reason_is_all_that_an_escalation_asks_for(visits, town):
    (name, *_) = town.writes("Ils ont volé l'argent", "Merci")
    page = visits.of("Leila", town.list)
    keys = Counted(page)
    keys("j", "Enter")
    page.locator("#case .act[data-key=e]").wait_for()
    keys("e")
    expect(page.locator(".slot--escalation textarea")).to_be_focused()
    page.keyboard.type("À vérifier")
    keys("Control+Enter")
    expect(page.locator("#toasts .toast__undo")).to_be_visible()
    assert keys.pressed == 4
    expect(page.locator(".slot--escalation form")).to_have_count(0)
    assert town.comment(name)["version"] == 2


@pytest.mark.parametrize("locale", ["fr", "ar"])
def test_a_tag_takes_its_first_letters_and_the_hand_is_back_in_the_list(visits, town, locale):
    # The house is shared: nobody else has a tag that begins like this one.
    place = {"fr": "Nebhana", "ar": "Ousseltia"}[locale]
    town.writes("La piste est coupée", "Encore la piste", tags=[f"{place} {town.name}"])
    (name,) = town.writes("Et toujours la piste")
    page = visits.of("Leila", town.list, locale=locale)
    keys = Counted(page)
    keys("j", "Enter")
    page.locator("#case .act[data-key=t]").wait_for()
    keys("t")
    page.locator(".slot--tags input[name=names]").wait_for()
    keys(*place[:3].lower(), "Enter")
    expect(page.locator("#case .tags", has_text=f"#{place} {town.name}")).to_be_visible()
    expect(page.locator(".row__link").first).to_be_focused()
    assert keys.pressed == 7
    assert town.comment(name)["version"] == 2


def test_what_was_done_is_taken_back_later_from_the_history(visits, town):
    (name,) = town.writes("Rien à signaler")
    page = visits.of("Leila", town.list)
    page.locator(".row__link").first.click()
    page.locator("#case .act--done").click()
    page.locator("#toasts .notice__close").click()
    page.locator(".timeline__back button").click()
    until(town, lambda: town.comment(name)["status"] == "open", "not taken back")
    expect(page.locator(".timeline__undone")).to_have_count(1)


def test_without_javascript_the_boxes_are_a_form(visits, town):
    names = town.writes(*MANY[:3])
    page = visits.of("Leila", town.list, java_script_enabled=False)
    page.locator(".pick").nth(0).check()
    page.locator(".pick").nth(1).check()
    page.locator("#selection [value=tag]").click()
    page.locator("#batch input[name=names]").fill("sans script")
    page.locator("#batch .btn--primary").click()
    expect(page.locator(".batch__acts button")).to_be_visible()
    versions = [town.comment(name)["version"] for name in names]
    assert versions == [2, 2, 1]
    page.locator(".batch__acts button").click()
    expect(page.locator(".batch__acts button")).to_have_count(0)
    assert [town.comment(name)["version"] for name in names] == [3, 3, 1]
