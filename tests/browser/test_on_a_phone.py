"""On a phone one thing at a time: the list, or one comment; and the ways between them."""

import pytest

from tests.browser.visits import PHONE

TEXTS = [f"Message numéro {number} du quartier" for number in range(1, 13)]


@pytest.fixture(params=["fr", "ar"])
def page(visits, town, request):
    town.names = town.writes(*TEXTS)
    return visits.of("Leila", town.list, viewport=PHONE, locale=request.param, has_touch=True)


def shows_the_list(page):
    page.locator("#case").wait_for(state="hidden")
    return page.locator("#rows").is_visible()


def shows(page, text):
    page.locator("#case .said--here", has_text=text).wait_for()
    return not page.locator("#rows").is_visible()


def tap_row(page, number):
    page.locator(".row__link").nth(number - 1).tap()


def test_a_comment_takes_the_screen_and_gives_it_back(page):
    tap_row(page, 9)
    assert shows(page, TEXTS[8])
    page.locator(".pane__back").tap()
    assert shows_the_list(page)
    assert page.locator(".row").nth(8).is_visible()


def test_back_forward_and_reload_show_what_was_there(page):
    tap_row(page, 2)
    assert shows(page, TEXTS[1])
    page.go_back()
    assert shows_the_list(page)
    page.go_forward()
    assert shows(page, TEXTS[1])
    page.reload()
    assert shows(page, TEXTS[1])
    page.locator(".pane__next").tap()
    assert shows(page, TEXTS[2])
    page.go_back()
    assert shows(page, TEXTS[1])


def test_the_thumb_does_what_a_key_does(page, town):
    tap_row(page, 1)
    assert shows(page, TEXTS[0])
    page.locator(".act--done").tap()
    assert shows(page, TEXTS[1])
    assert town.comment(town.names[0])["status"] == "done"
    page.locator(".toast__undo").tap()
    assert shows(page, TEXTS[0])

    page.locator(".pane__more").tap()
    page.locator("#more-acts a[data-key=n]").tap()
    page.locator(".slot--note textarea").fill("Vu sur place.")
    page.locator(".slot--note button").tap()
    page.locator(".note__text", has_text="Vu sur place.").wait_for()

    page.locator(".act--main").tap()
    page.locator(".composer textarea:focus").wait_for()


def test_nothing_hangs_over_the_edge(page):
    tap_row(page, 1)
    assert shows(page, TEXTS[0])
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    targets = page.locator(".actions .act:visible, .pane__head .btn:visible").all()
    assert len(targets) >= 8
    for target in targets:
        box = target.bounding_box()
        assert min(box["width"], box["height"]) >= 40, target.get_attribute("class")
