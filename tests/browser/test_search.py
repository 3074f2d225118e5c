"""Finding comments: suggestions while typing, a word that is not understood, a view that is kept."""

import pytest
from playwright.sync_api import expect

TEXTS = ("الماء مقصوص من جمعة", "Le puits de l'École est à sec", "Merci beaucoup")


@pytest.fixture(params=["fr", "ar"])
def page(visits, town, request):
    town.writes(*TEXTS)
    return visits.of("Leila", "/inbox", locale=request.param)


def test_a_query_is_written_with_the_arrows_and_listed(page, town):
    page.keyboard.press("/")
    page.keyboard.type("is:una")
    page.locator("#suggest-slot [role=option]", has_text="is:unanswered").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("[name=q]")).to_have_value("is:unanswered ")
    page.keyboard.type(f"channel:{town.name} ecole")
    page.keyboard.press("Enter")

    expect(page.locator(".row__text")).to_have_text([TEXTS[1]])
    expect(page.locator(".filters .chip--on")).to_have_count(3)
    page.locator(".filters .chip--on").last.click()
    expect(page.locator(".row")).to_have_count(3)


def test_a_list_is_narrowed_by_a_press(page, town):
    page.goto(f"/inbox?q=channel:{town.name}")
    page.locator(".filters__open").nth(1).click()
    page.locator("#filter a").first.wait_for()
    page.keyboard.press("Escape")
    expect(page.locator("#filter a")).to_have_count(0)
    expect(page.locator(".filters__open").nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    page.locator("#filter a").first.click()

    expect(page.locator(".row__text")).to_have_text(TEXTS[1:])
    expect(page.locator("[name=q]")).to_have_value(f"channel:{town.name} lang:fr")


def test_letters_and_marks_are_one(page, town):
    for typed, found in (("مَاء", TEXTS[0]), ("الماء", TEXTS[0]), ("école", TEXTS[1])):
        page.locator("[name=q]").fill(f"channel:{town.name} {typed}")
        page.locator("[name=q]").press("Enter")
        expect(page.locator(".row__text")).to_have_text([found])


def test_a_word_that_is_not_understood_is_named(page):
    page.locator("[name=q]").fill("couleur:rouge")
    page.locator("[name=q]").press("Enter")

    expect(page.locator(".queue__problem")).to_contain_text("couleur")
    expect(page.locator(".row")).to_have_count(0)


def test_a_list_is_kept_as_a_view(page, town):
    page.goto(f"/inbox?q=channel:{town.name}")
    page.locator(".save-view summary").click()
    page.locator("#view-name").fill(f"Eau {town.name}")
    page.locator("#view-name").press("Enter")

    view = page.locator("#views a", has_text=f"Eau {town.name}")
    expect(view).to_have_attribute("aria-current", "page")
    expect(view.locator(".count")).to_have_text("3")


def test_the_arrow_takes_what_was_typed_not_what_was_listed_before(page, town):
    page.keyboard.press("/")
    page.keyboard.type("is:")
    page.locator("#suggest-slot [role=option]").first.wait_for()
    held = []
    page.route("**/search/suggest?*", lambda route: held.append(route))
    with page.expect_request("**/search/suggest?q=is%3Aunans&*"):
        page.keyboard.type("unans")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
    expect(page.locator("[name=q]")).to_have_value("is:unans")
    for route in held:
        route.continue_()

    expect(page.locator("[name=q]")).to_have_value("is:unanswered ")
