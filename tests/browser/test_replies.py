"""A moderator answers, thinks better of it, answers again; the other side hears of the last answer alone."""

import pytest

ANSWERS = {"fr": "Nous vérifions avec la municipalité.", "ar": "تواصلنا مع البلدية وسنجيبكم اليوم."}


@pytest.mark.parametrize("locale", ["fr", "ar"])
def test_a_reply_can_be_taken_back_and_leaves_after_its_window(
    visits, town, house, old_system, locale
):
    (name,) = town.writes("علاش الماء مقصوص على سيدي خيار؟")
    page = visits.of("Leila", town.list, locale=locale)
    page.locator(".row__link").first.click()

    page.locator(".composer textarea").fill("Pas encore relu.")
    page.keyboard.press("Control+Enter")
    page.locator(".toast__undo").wait_for()
    assert town.comment(name)["status"] == "done"
    page.locator(".toast__undo").click()
    page.locator(".answer").wait_for(state="detached")
    assert town.comment(name)["status"] == "open"

    page.locator(".composer textarea").fill(ANSWERS[locale])
    page.keyboard.press("Control+Enter")
    page.locator(".answer--waiting").wait_for()
    page.locator(".answer--sent").wait_for(timeout=15000)

    assert [one["text"] for one in old_system.heard("reply", name)] == [ANSWERS[locale]]
    assert town.comment(name)["answered_at"]


def test_a_reply_in_doubt_waits_for_a_person(visits, town, old_system):
    (name,) = town.writes("Où sont publiés les critères ?")
    page = visits.of("Leila", town.list)
    page.locator(".row__link").first.click()
    old_system.status = 500
    try:
        page.locator(".composer textarea").fill("Sur le site de la région.")
        page.keyboard.press("Control+Enter")
        page.locator(".answer--unsure").wait_for(timeout=15000)
    finally:
        old_system.status = 200
    assert len(old_system.heard("reply", name)) == 1

    page.locator(".answer--unsure form[action$='/again'] button").click()
    page.locator(".answer--sent").wait_for(timeout=15000)
    assert len(old_system.heard("reply", name)) == 2
