"""A reply from a template, by keys alone and counted; and without any script."""

import pytest
from playwright.sync_api import expect

from app.accounts.models import User
from app.extensions import db
from app.lib.transaction import transaction
from app.replies.templates.actions import make_template
from tests.browser.test_triage_by_keys import Keyboard

QUESTION = "علاش الماء مقصوص على سيدي خيار؟"
TEXTS = {"fr": "Bonjour {name}, l'eau revient demain.", "tn": "عسلامة {name}، الماء يرجع غدوة."}
ASKS = {"tn": "عسلامة {name}، الماء يرجع ل{وقت}."}
LETTERS = {
    "fr": {"j": "j", "r": "r"},
    "ar": {"j": "ت", "r": "ق"},
}


def keep(house, town, texts):
    """A template that suits this town's question: the tag that it brings along."""
    with house.app(), transaction():
        leila = db.session.scalar(db.select(User).filter_by(email="leila@example.org"))
        words = {"name": f"Eau {town.name}", "code": town.name, "texts": texts}
        return make_template(by=leila, tags=[town.name], **words).id


class Counted:
    """A keyboard that counts what is pressed; keys held together are one press."""

    def __init__(self, page, locale):
        self.page, self.locale, self.presses = page, locale, 0
        self.wire = Keyboard(page, "azerty").wire

    def __call__(self, key):
        self.presses += 1
        if letter := LETTERS[self.locale].get(key):
            stroke = {"key": letter, "code": f"Key{key.upper()}"}
            self.wire.send("Input.dispatchKeyEvent", {"type": "keyDown", "text": letter, **stroke})
            self.wire.send("Input.dispatchKeyEvent", {"type": "keyUp", **stroke})
        else:
            self.page.keyboard.press(key)


@pytest.mark.parametrize("locale", ["fr", "ar"])
def test_a_reply_from_a_template_takes_five_keys_from_the_list(
    visits, house, town, old_system, locale
):
    keep(house, town, TEXTS)
    (name,) = town.writes(QUESTION, tags=[town.name])
    page = visits.of("Leila", town.list, locale=locale)
    expect(page.locator(".row__link")).to_have_count(1)
    key = Counted(page, locale)

    key("j")
    key("Enter")
    page.locator("#case .said--here").wait_for()
    key("r")
    page.locator("[data-place='1']", has_text=town.name).wait_for()
    key("Alt+Digit1")
    expect(page.locator(".composer textarea")).to_have_value(
        "عسلامة Sami Ben Ali، الماء يرجع غدوة."
    )
    key("Control+Enter")
    page.locator(".answer--waiting, .answer--sent").first.wait_for()

    assert key.presses == 5
    house.until(lambda: old_system.heard("reply", name), 20, "the reply did not leave")
    assert old_system.heard("reply", name)[0]["text"].startswith("عسلامة Sami Ben Ali")


def test_an_open_field_is_selected_and_keeps_the_reply_here(visits, house, town, old_system):
    keep(house, town, ASKS)
    (name,) = town.writes(QUESTION, tags=[town.name])
    page = visits.of("Leila", town.list)
    page.locator(".row__link").first.click()
    box = page.locator(".composer textarea")
    box.focus()
    page.locator("[data-place='1']", has_text=town.name).wait_for()
    page.keyboard.press("/")
    page.keyboard.press("Enter")
    expect(box).to_have_value("عسلامة Sami Ben Ali، الماء يرجع ل{وقت}.")

    page.keyboard.press("Control+Enter")
    page.locator(".composer .field__error").wait_for()
    assert town.comment(name)["status"] == "open"
    chosen = "() => { const b = document.activeElement; return b.value?.slice(b.selectionStart, b.selectionEnd) }"
    house.until(lambda: page.evaluate(chosen) == "{وقت}", 5, "the field is not selected")
    page.keyboard.insert_text("السبعة")
    page.keyboard.press("Control+Enter")
    page.locator(".answer--waiting, .answer--sent").first.wait_for()


def test_a_template_is_chosen_without_a_script(visits, house, town):
    number = keep(house, town, TEXTS)
    (name,) = town.writes(QUESTION, tags=[town.name])
    page = visits.of(
        "Leila", f"/comments/{town.comment(name)['id']}/reply", java_script_enabled=False
    )
    page.select_option("select[name=template]", str(number))
    page.locator(".suggested__all button").click()
    expect(page.locator("textarea")).to_have_value("عسلامة Sami Ben Ali، الماء يرجع غدوة.")
    page.locator(".composer__form button").click()
    assert town.comment(name)["status"] == "done"


def test_send_does_not_move_as_it_is_pressed(visits, house, town):
    """Suggestions stand above the words: asked for by the button itself, they would push it from under the pointer."""
    keep(house, town, TEXTS)
    (name,) = town.writes(QUESTION, tags=[town.name])
    page = visits.of("Leila", f"/inbox/{town.comment(name)['id']}")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.locator(".composer__foot .btn--primary").focus()
    with page.expect_request("**/suggest*"):
        page.locator(".composer__text").focus()

    assert len([url for url in asked if "suggest" in url]) == 1
