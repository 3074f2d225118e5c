"""What somebody wrote outlives a cut line and a reload, and leaves with them."""

import re

from playwright.sync_api import expect

from tests.browser.axe import faults

CUT = re.compile("ERR_INTERNET_DISCONNECTED|ERR_CONNECTION_RESET|Failed to fetch")
KEPT = """async () => (await Promise.all((await caches.keys()).map(async (name) =>
    (await (await caches.open(name)).keys()).map((one) => one.url)))).flat()"""
WORDS = "Nous demandons à la municipalité."


def test_what_was_done_without_a_line_is_sent_once_when_it_is_back(visits, town, old_system):
    """Tags, a reply and an end of two comments wait in the browser, outlive a reload, and arrive once each."""
    first, second = town.writes("Quand le bus reviendra-t-il ?", "Merci pour la place")
    page = visits.of("Leila", town.list, service_workers="allow")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    ahead = f"**/inbox/{town.comment(second)['id']}?*"
    with page.expect_response(ahead):
        page.locator(".row__link").first.click()
    box = page.locator(".composer textarea")
    box.wait_for()
    page.context.set_offline(True)
    page.locator('.case [data-key="t"]').click()
    page.locator(".slot input[name=names]").fill("transport,")
    page.keyboard.press("Enter")
    expect(page.locator("#notices [data-offline]")).to_be_visible()
    expect(waiting(page)).to_have_count(1)
    box.fill(WORDS)
    box.press("Control+Enter")
    expect(waiting(page)).to_have_count(2)
    expect(box).to_have_value("")
    # The next one was fetched ahead: work goes on.
    page.locator(".row__link").nth(1).click()
    expect(page.locator(".pane")).to_contain_text("Merci pour la place")
    page.locator('.case [data-key="d"]').click()
    expect(waiting(page)).to_have_count(3)

    page.reload()
    expect(page.locator('[data-behaviour="no-line"] h1')).to_be_visible()
    kept = page.evaluate(KEPT)
    assert "/inbox" not in " ".join(kept) and len(kept) == 5
    page.context.set_offline(False)
    page.locator("#outbox").wait_for(state="attached", timeout=20000)
    expect(page.locator("#outbox")).to_be_hidden(timeout=15000)
    town.house.until(lambda: old_system.heard("reply", first), 15, "no reply")
    page.goto(f"/inbox/{town.comment(first)['id']}")
    expect(page.locator(".pane")).to_contain_text("transport")
    assert [one["text"] for one in old_system.heard("reply", first)] == [WORDS]
    assert town.comment(first)["version"] >= 3
    assert town.comment(second)["status"] == "done"
    assert town.kinds(first) == ["tagged", "replied"] and town.kinds(second) == ["resolved"]
    assert drafts(page) == 0
    visits.complaints[:] = [said for said in visits.complaints if not CUT.search(said)]


def test_a_lost_answer_is_asked_for_again_and_a_change_of_others_is_shown(visits, town):
    """What arrived without our knowing is done once; what somebody else changed meanwhile is not forced."""
    first, second = town.writes("Où est le dossier ?", "Le parc est fermé")
    page = visits.of("Leila", town.list)
    page.locator(".row__link").first.click()
    page.locator(".composer textarea").wait_for()
    lost = []

    def lose(route):
        if not lost:
            lost.append(route.fetch().status)
            return route.abort("connectionreset")
        return route.continue_()

    page.route("**/resolution", lose)
    page.keyboard.press("d")
    expect(page.locator("#row-{id}.row--left".format(**town.comment(first)))).to_have_count(1)
    expect(page.locator("#outbox")).to_be_hidden(timeout=15000)
    assert lost == [200] and town.kinds(first) == ["resolved"]

    page.locator(".row__link").nth(1).click()
    expect(page.locator(".pane")).to_contain_text("Le parc est fermé")
    page.context.set_offline(True)
    page.locator('.case [data-key="d"]').click()
    expect(waiting(page)).to_have_count(1)
    town.changes(second)
    page.context.set_offline(False)
    page.locator("#outbox summary").click()
    expect(waiting(page).locator("[data-why]")).to_contain_text("changé")
    assert town.comment(second)["status"] == "open"
    assert faults(page) == []
    waiting(page).locator("button").click()
    expect(page.locator("#outbox")).to_be_hidden()
    visits.complaints[:] = [said for said in visits.complaints if not CUT.search(said)]


def test_comments_chosen_together_wait_too_and_are_done_once(visits, town):
    names = town.writes("Un", "Deux", "Trois")
    page = visits.of("Leila", town.list)
    page.locator(".row").nth(2).wait_for()
    for key in ("j", "x", "j", "x"):
        page.keyboard.press(key)
    expect(page.locator(".pick:checked")).to_have_count(2)
    page.context.set_offline(True)
    page.locator("#selection [value=done]").click()
    expect(waiting(page)).to_contain_text("Commentaires choisis : 2")
    expect(page.locator(".pick:checked")).to_have_count(0)
    page.context.set_offline(False)
    expect(page.locator("#outbox")).to_be_hidden(timeout=15000)
    assert sorted(town.comment(name)["status"] for name in names) == ["done", "done", "open"]
    visits.complaints[:] = [said for said in visits.complaints if not CUT.search(said)]


def waiting(page):
    return page.locator(".outbox__act")


def test_signing_out_leaves_nothing_behind(visits, town):
    town.writes("Le marché ouvre-t-il dimanche ?")
    page = visits.of("Leila", town.list)
    page.locator(".row__link").first.click()
    page.locator(".composer textarea").fill(WORDS)
    assert drafts(page) == 1
    page.context.set_offline(True)
    page.keyboard.press("Control+Enter")
    expect(waiting(page)).to_have_count(1)
    waiting(page).locator("button").evaluate("(button) => button.click()")
    expect(page.locator(".composer textarea")).to_have_value(WORDS)
    page.keyboard.press("Control+Enter")
    expect(waiting(page)).to_have_count(1)
    page.evaluate(
        "document.querySelector('form[action=\"/logout\"]').addEventListener('submit', (e) => e.preventDefault())"
    )
    page.evaluate("document.querySelector('form[action=\"/logout\"]').requestSubmit()")
    assert drafts(page) == 0
    assert (
        page.evaluate("Object.keys(localStorage).some((key) => key.startsWith('outbox '))") is False
    )
    visits.complaints[:] = [said for said in visits.complaints if not CUT.search(said)]


def drafts(page):
    return page.evaluate(
        "Object.keys(localStorage).filter((key) => key.startsWith('draft ')).length"
    )
