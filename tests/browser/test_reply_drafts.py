"""What was being answered when the page was loaded anew."""

from playwright.sync_api import expect

WORDS = "Demain à 9 h, à la mairie."


def test_a_reply_whose_answer_was_lost_is_not_sent_twice_after_a_reload(visits, town):
    (name,) = town.writes("Quand ouvre le guichet ?")
    page = visits.of("Leila", f"/inbox/{town.comment(name)['id']}")
    box = page.locator(".composer textarea")
    box.fill(WORDS)
    # The words arrive at the house, and this browser never learns of it.
    took = page.evaluate(
        """async () => {
          const form = document.querySelector(".composer__form");
          const body = new URLSearchParams(new FormData(form));
          return (await fetch(form.action, { method: "POST", body, redirect: "manual" })).status;
        }"""
    )
    assert took in (0, 200)
    page.reload()
    expect(box).to_have_value(WORDS)
    page.locator(".composer .btn--primary").click()
    expect(box).to_have_value("")
    assert town.kinds(name) == ["replied"]
    expect(page.locator(".answer")).to_have_count(1)
