"""Where no script runs, everything can still be read and done."""

import pytest
from playwright.sync_api import expect

TEXTS = ("Bonjour, quand rouvre le guichet ?", "Merci à vous", "Le puits est à sec")


@pytest.fixture
def page(visits, town):
    town.names = town.writes(*TEXTS)
    return visits.of("Leila", town.list, java_script_enabled=False)


def sends(page, key):
    """Follow an act's link to its form, as a page of its own."""
    page.locator(f"a[data-key={key}]").click()


def submit(page):
    page.locator("main form .btn--primary, main form .btn--danger").last.click()


def becomes(town, what, value):
    """The first comment stands so, as soon as the answer is here."""
    town.house.until(
        lambda: town.comment(town.names[0])[what] == value, 15, f"{what} is not {value}"
    )


def test_the_list_is_read_from_one_comment_to_the_next(page, town):
    page.locator(".row__link").first.click()
    for text in TEXTS:
        expect(page.locator(".said--here")).to_contain_text(text)
        page.locator(".pane__next").click()
    expect(page.locator(".said--here")).to_have_count(0)
    expect(page.locator(".row")).to_have_count(len(TEXTS))
    expect(page.locator("#toasts p").first).to_be_visible()


def test_a_comment_is_searched_for(page, town):
    page.fill("[name=q]", f"channel:{town.name} puits")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator(".row__text").all_inner_texts() == ["Le puits est à sec"]


def test_a_comment_is_done_and_opened_again(page, town):
    page.locator(".row__link").first.click()
    page.locator(".act--done").click()
    expect(page.locator(".toast__undo")).to_be_visible()
    becomes(town, "status", "done")
    page.locator(".toast__undo").click()
    expect(page.locator(".toast__undo")).to_have_count(0)
    becomes(town, "status", "open")


def test_every_form_is_a_page_too(page, town):
    page.locator(".row__link").first.click()
    sends(page, "n")
    page.locator("main textarea").fill("Vu avec le service des eaux.")
    submit(page)
    expect(page.locator(".note__text")).to_have_text("Vu avec le service des eaux.")

    sends(page, "t")
    page.locator("main [name=names]").fill("guichet, horaires")
    submit(page)
    expect(page.locator(".tag")).to_have_count(2)

    sends(page, "a")
    submit(page)
    expect(page.locator(".pane__chips")).to_contain_text("Leila")

    sends(page, "h")
    submit(page)
    expect(page.locator("#toasts p").first).to_be_visible()
    becomes(town, "state", "hidden")


def test_a_reply_is_sent(page, town, old_system):
    page.locator(".row__link").first.click()
    page.locator(".composer textarea").fill("Lundi à 8 h.")
    page.locator(".composer button").last.click()
    expect(page.locator(".answer--waiting")).to_be_visible()
    town.house.until(
        lambda: old_system.heard("reply", town.names[0]), 15, "the reply did not leave"
    )
