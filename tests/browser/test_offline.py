"""What somebody wrote outlives a cut line and a reload, and leaves with them."""

import re

from playwright.sync_api import expect

CUT = re.compile("ERR_INTERNET_DISCONNECTED|Failed to fetch")
WORDS = "Nous demandons à la municipalité."


def test_a_draft_outlives_a_cut_line_and_is_sent_once(visits, town, old_system):
    (name,) = town.writes("Quand le bus reviendra-t-il ?")
    page = visits.of("Leila", town.list)
    page.locator(".row__link").first.click()
    page.locator(".composer textarea").fill(WORDS)

    page.context.set_offline(True)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#notices [data-offline]")).to_be_visible()
    page.context.set_offline(False)
    page.reload()
    expect(page.locator(".composer textarea")).to_have_value(WORDS)

    page.locator(".composer textarea").press("Control+Enter")
    page.locator(".answer--sent").wait_for(timeout=15000)
    assert [one["text"] for one in old_system.heard("reply", name)] == [WORDS]
    page.reload()
    page.locator(".answer--sent").wait_for()
    assert drafts(page) == 0
    visits.complaints[:] = [said for said in visits.complaints if not CUT.search(said)]


def test_signing_out_leaves_no_draft_behind(visits, town):
    town.writes("Le marché ouvre-t-il dimanche ?")
    page = visits.of("Leila", town.list)
    page.locator(".row__link").first.click()
    page.locator(".composer textarea").fill(WORDS)
    assert drafts(page) == 1
    page.evaluate(
        "document.querySelector('form[action=\"/logout\"]').addEventListener('submit', (e) => e.preventDefault())"
    )
    page.evaluate("document.querySelector('form[action=\"/logout\"]').requestSubmit()")
    assert drafts(page) == 0


def drafts(page):
    return page.evaluate(
        "Object.keys(localStorage).filter((key) => key.startsWith('draft ')).length"
    )
